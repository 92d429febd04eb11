namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>All that the orchestrator must know to start one process.</summary>
/// <param name="Name">The service's name.</param>
/// <param name="Instance">Random and unique to this run; telemetry and the dashboard know the process by name and instance.</param>
/// <param name="Executable">Absolute path.</param>
/// <param name="Environment">The whole environment of the process, each name once.</param>
internal sealed record ProcessPlan(
    string Name,
    string Instance,
    string Executable,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<PlannedVariable> Environment,
    string WorkingDirectory,
    Uri Url)
{
    /// <summary>
    /// The dashboard finds a resource's telemetry by this: <c>service.name</c>, a hyphen, <c>service.instance.id</c>
    /// (Aspire.Dashboard, <c>ResourceKey.EqualsCompositeName</c>).
    /// </summary>
    public string ResourceName => $"{Name}-{Instance}";
}

/// <summary>A variable of a process.</summary>
/// <param name="Secret">What it is called where its value must not be shown; null where the value may be.</param>
/// <param name="IsAmbient">Passed on from the person's own environment; not part of the stack's description.</param>
internal sealed record PlannedVariable(string Name, string Value, string? Secret = null, bool IsAmbient = false)
{
    /// <summary>The value, or a text in its place. Everything but the process itself gets this.</summary>
    public string Shown => Secret is null ? Value : $"(secret {Secret})";

    public override string ToString() => $"{Name}={Shown}";
}
