namespace Aspire.Hosting.ApplicationModel;

/// <summary>An OpenCode server, whichever way it runs.</summary>
internal interface IOpenCodeResource : IResourceWithEndpoints, IResourceWithEnvironment, IResourceWithArgs, IResourceWithWaitSupport
{
    /// <summary>Its one endpoint: web UI, API and event stream.</summary>
    public const string EndpointName = "http";

    /// <summary>A folder as the server sees it: that of the host, or where it is mounted.</summary>
    string PathOf(string hostFolder);
}

/// <summary>The server as a process of this machine.</summary>
internal sealed class OpenCodeExecutableResource(string name, string command, string workingDirectory)
    : ExecutableResource(name, command, workingDirectory), IOpenCodeResource
{
    public string PathOf(string hostFolder) => hostFolder;
}

/// <summary>The server in a container, unprivileged.</summary>
internal sealed class OpenCodeContainerResource(string name) : ContainerResource(name), IOpenCodeResource
{
    /// <summary>Where the official image listens.</summary>
    public const int Port = 4096;

    public const string DataPath = "/data";
    public const string WorkspacesPath = "/workspaces";

    /// <summary>A memory file system: nothing that the server needs again is kept below it.</summary>
    public const string HomePath = "/home/opencode";

    public string PathOf(string hostFolder)
    {
        var mount = Annotations.OfType<ContainerMountAnnotation>()
            .FirstOrDefault(mount => mount.Source is { } source && (hostFolder + Path.DirectorySeparatorChar).StartsWith(source + Path.DirectorySeparatorChar, StringComparison.Ordinal));
        return mount is null ? hostFolder : mount.Target + hostFolder[mount.Source!.Length..].Replace(Path.DirectorySeparatorChar, '/');
    }
}
