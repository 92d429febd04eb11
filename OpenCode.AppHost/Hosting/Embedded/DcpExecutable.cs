using System.Text.Json.Serialization;

namespace OpenCode.AppHost.Hosting.Embedded;

// DCP's API is shaped like Kubernetes': group usvc-dev.developer.microsoft.com, version v1, kind Executable. Only the
// fields that this host uses are declared; the names are the wire format (Aspire v13.5.2, src/Aspire.Hosting/Dcp/Model).
internal sealed record DcpExecutable(DcpMetadata Metadata, DcpSpec Spec, DcpStatus? Status = null)
{
    public const string Group = "usvc-dev.developer.microsoft.com/v1";

    public string ApiVersion { get; init; } = Group;

    public string Kind { get; init; } = "Executable";

    public static DcpExecutable From(string name, ProcessPlan plan) => new(
        new DcpMetadata(name),
        new DcpSpec(
            plan.Executable,
            plan.WorkingDirectory,
            [.. plan.Arguments.Select(Verbatim)],
            [.. plan.Environment.Select(variable => new DcpVariable(variable.Name, Verbatim(variable.Value)))],
            "Process",
            new DcpAmbientEnvironment("DoNotInherit")));

    /// <summary>
    /// DCP reads arguments and variables as Go templates, and where one does not parse it writes the whole value, secret
    /// or not, to its log. A template that prints the braces leaves nothing to parse.
    /// </summary>
    public static string Verbatim(string text) => text.Replace("{{", "{{ \"{{\" }}", StringComparison.Ordinal);
}

internal sealed record DcpMetadata(string Name);

internal sealed record DcpSpec(
    string ExecutablePath,
    string? WorkingDirectory,
    IReadOnlyList<string>? Args,
    IReadOnlyList<DcpVariable>? Env,
    string ExecutionType,
    DcpAmbientEnvironment AmbientEnvironment);

internal sealed record DcpVariable(string Name, string Value);

internal sealed record DcpAmbientEnvironment(string Behavior);

internal sealed record DcpStatus(
    string? State,
    int? Pid = null,
    int? ExitCode = null,
    DateTimeOffset? StartupTimestamp = null,
    DateTimeOffset? FinishTimestamp = null);

internal sealed record DcpWatchEvent(string Type, DcpExecutable Object);

internal sealed record DcpPatch(string Op, string Path, bool Value);

internal sealed record DcpExecution(string Status, string ShutdownResourceCleanup);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DcpExecutable))]
[JsonSerializable(typeof(DcpWatchEvent))]
[JsonSerializable(typeof(DcpPatch[]))]
[JsonSerializable(typeof(DcpExecution))]
internal sealed partial class DcpJson : JsonSerializerContext;
