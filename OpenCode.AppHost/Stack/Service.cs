namespace OpenCode.AppHost.Stack;

/// <summary>A long-running program of the stack.</summary>
public sealed record Service
{
    /// <summary>Lower case, as others see it: in the dashboard, in <c>.run/stack.json</c>, as host name in a cluster.</summary>
    public required string Name { get; init; }

    public required ServiceProgram Program { get; init; }

    /// <summary>Arguments of the program, in order.</summary>
    public IReadOnlyList<Value> Arguments { get; init; } = [];

    /// <summary>
    /// Everything the service may know besides a few neutral variables of its host (PATH, HOME, …): nothing else is
    /// inherited. A variable whose secret has no value is left out.
    /// </summary>
    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    public required Endpoint Endpoint { get; init; }

    public required HealthCheck Health { get; init; }

    /// <summary>Services that must be healthy before this one starts.</summary>
    public IReadOnlyList<string> WaitsFor { get; init; } = [];

    public IReadOnlyList<VolumeMount> Mounts { get; init; } = [];

    /// <summary>The volume in which the program starts; null: wherever its host likes.</summary>
    public string? WorkingVolume { get; init; }

    /// <summary>Name of a Fluent UI icon, for the dashboard.</summary>
    public required string Icon { get; init; }
}

/// <summary>Where the program of a service comes from.</summary>
public abstract record ServiceProgram
{
    private ServiceProgram()
    {
    }

    /// <summary>A program that an npm package brings, and the image that holds the same version.</summary>
    /// <param name="Version">Semantic version of the package, without a <c>v</c>.</param>
    public sealed record Npm(string Package, string Version, ImageReference Image) : ServiceProgram;

    /// <summary>A program that exists as an image only.</summary>
    /// <param name="Port">Where it listens inside its container.</param>
    public sealed record Container(ImageReference Image, int Port) : ServiceProgram;

    /// <summary>A .NET project of this solution, by its name.</summary>
    public sealed record Project(string Name) : ServiceProgram;
}

/// <summary>A container image, pinned: <c>repository:tag@digest</c>.</summary>
/// <param name="Digest"><c>sha256:</c> and 64 hexadecimal digits; null where none was given.</param>
public sealed record ImageReference(string Repository, string Tag, string? Digest);

/// <summary>A variable that the service's process sees.</summary>
public sealed record EnvironmentVariable(string Name, Value Value);
