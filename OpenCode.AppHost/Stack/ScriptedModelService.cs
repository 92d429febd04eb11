namespace OpenCode.AppHost.Stack;

/// <summary>The demo's model: it answers from directives in the prompt, so no key and no internet are needed.</summary>
internal static class ScriptedModelService
{
    public static Service Create() => new()
    {
        Name = OpenCodeStack.Model,
        Icon = "BrainCircuit",
        Program = new ServiceProgram.Project("OpenCode.ScriptedModel"),
        Environment = [new("ASPNETCORE_URLS", new Value.BindUrl())],
        Endpoint = new Endpoint(0, [new Link("Requests", "/requests")]),
        Health = new HealthCheck("/health"),
    };
}
