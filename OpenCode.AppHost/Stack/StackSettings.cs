using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.Stack.Cluster;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Stack;

/// <summary>How the OpenCode server runs on this machine.</summary>
public enum StackRuntime
{
    Auto,
    Process,
    Container,
}

/// <summary>
/// The section <c>Stack</c>, read and checked. Its values come from <c>appsettings.json</c>, user secrets, the environment
/// (<c>Stack__…</c>) and the command line (<c>--Stack:…=value</c>), the later over the earlier.
/// </summary>
public sealed partial record StackSettings
{
    public const string Section = "Stack";
    // renovate: datasource=docker depName=ghcr.io/anomalyco/opencode
    public const string DefaultVersion = "1.18.29";
    public const string DefaultDigest = "sha256:ecc3bf96ee55dad226d9cde50d79aaa8a1215c47860c0fcdc71570461bf438b8";
    public const string DefaultImage = "ghcr.io/anomalyco/opencode";
    public const string DefaultModel = "anthropic/claude-sonnet-4-20250514";

    /// <summary>Stands where the repository of somebody's own image will stand: nobody publishes one.</summary>
    public const string DefaultBridgeImage = "ghcr.io/owner/opencode-bridge";
    public const string DefaultBridgeTag = "0.1.0";

    /// <summary>Stands where a digest will stand once an image was built.</summary>
    public const string UnknownDigest = "sha256:0000000000000000000000000000000000000000000000000000000000000000";

    public const string DefaultNtfyHost = "ntfy.${SECRET_DOMAIN}";
    public const int DefaultOpenCodePort = 4096;
    public const int DefaultBridgePort = 8081;

    /// <summary>Version of the npm package and of the official image, without a <c>v</c>.</summary>
    public required string Version { get; init; }

    /// <summary>The image that runs in a container. Its digest is null where the version was changed and no digest given.</summary>
    public required ImageReference Image { get; init; }

    public required StackRuntime Runtime { get; init; }

    /// <summary>0 to 65535; 0: a free one.</summary>
    public required int OpenCodePort { get; init; }

    /// <summary>0 to 65535; 0: a free one.</summary>
    public required int BridgePort { get; init; }

    /// <summary><c>provider/model</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Provider → environment variable that holds its key.</summary>
    public required IReadOnlyDictionary<string, string> Providers { get; init; }

    /// <summary>Merged into <c>opencode.json</c> as it is.</summary>
    public required JsonObject Config { get; init; }

    /// <summary>Null: the default place.</summary>
    public required string? DataPath { get; init; }

    /// <summary>Null: the default place.</summary>
    public required string? WorkspacesPath { get; init; }

    /// <summary>Whether the stack brings an ntfy server of its own.</summary>
    public required bool NtfySelfHosted { get; init; }

    /// <summary>Where phones reach that server in the cluster.</summary>
    public required string NtfyHost { get; init; }

    /// <summary>Variables passed on to the bridge.</summary>
    public required IReadOnlyDictionary<string, string> BridgeEnvironment { get; init; }

    /// <summary>The bridge's image in a cluster. A digest of zeros: none was built yet.</summary>
    public required ImageReference BridgeImage { get; init; }

    /// <summary>What is published for a cluster: at least one.</summary>
    public required IReadOnlyList<Instance> Instances { get; init; }

    /// <exception cref="SettingsException">A value is of the wrong kind or out of range, or a key is unknown.</exception>
    public static StackSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration.GetSection(Section));
        reader.ExpectObject();
        var version = reader.Text("OpenCode:Version", DefaultVersion, SemanticVersionForm().IsMatch, "a version such as 1.18.29, without a leading v");
        var digest = reader.OptionalText("OpenCode:Digest", ImageForms.IsDigest, "sha256: and 64 hexadecimal digits");
        var ntfy = reader.Flag("Ntfy:SelfHosted", false);
        var ntfyHost = reader.Text("Ntfy:Host", DefaultNtfyHost, ClusterForms.IsHost, ClusterForms.AllowedHost);
        var settings = new StackSettings
        {
            Version = version,
            Image = new ImageReference(
                reader.Text("OpenCode:Image", DefaultImage, ImageForms.IsRepository, "an image repository without tag or digest"),
                reader.OptionalText("OpenCode:ImageTag", ImageForms.IsTag, "an image tag") ?? version,
                reader.OptionalText("OpenCode:ImageDigest", ImageForms.IsDigest, "sha256: and 64 hexadecimal digits") ?? DigestOf(version, digest)),
            Runtime = reader.Choice("OpenCode:Runtime", StackRuntime.Auto),
            OpenCodePort = reader.Port("OpenCode:Port", DefaultOpenCodePort),
            BridgePort = reader.Port("Bridge:Port", DefaultBridgePort),
            Model = reader.Text("OpenCode:Model", DefaultModel, ModelForm().IsMatch, "provider/model"),
            Providers = reader.Map("OpenCode:Providers", ProviderProblem),
            Config = reader.JsonObject("OpenCode:Config"),
            DataPath = reader.OptionalText("Data:Path", IsPath, "a path"),
            WorkspacesPath = reader.OptionalText("Workspaces:Path", IsPath, "a path"),
            NtfySelfHosted = ntfy,
            NtfyHost = ntfyHost,
            BridgeEnvironment = reader.Map("Bridge:Environment", BridgeVariables.Problem),
            BridgeImage = new ImageReference(
                reader.Text("Bridge:Image", DefaultBridgeImage, ImageForms.IsRepository, "an image repository without tag or digest"),
                reader.Text("Bridge:ImageTag", DefaultBridgeTag, ImageForms.IsTag, "an image tag"),
                reader.Text("Bridge:ImageDigest", UnknownDigest, ImageForms.IsDigest, "sha256: and 64 hexadecimal digits")),
            Instances = InstanceReader.Read(reader, ntfy ? ntfyHost : null),
        };

        if (settings.OpenCodePort != 0 && settings.OpenCodePort == settings.BridgePort)
        {
            reader.Reject("Bridge:Port", settings.BridgePort.ToString(System.Globalization.CultureInfo.InvariantCulture), "another port than Stack:OpenCode:Port");
        }

        reader.Finish();
        return settings;
    }

    // The digest that stands in appsettings.json belongs to the version that stands beside it.
    private static string? DigestOf(string version, string? digest) =>
        digest == DefaultDigest && version != DefaultVersion ? null : digest;

    private static string? ProviderProblem(string provider, string variable) =>
        !VariableNameForm().IsMatch(variable) ? "must be the name of an environment variable, such as ANTHROPIC_API_KEY, never the key itself"
        : BridgeVariables.IsReserved(variable) ? $"must not be {variable}: the agent would read a secret of the stack, or lose a variable that the stack sets"
        : null;

    private static bool IsPath(string text) => !text.Any(char.IsControl);

    [GeneratedRegex(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\z")]
    private static partial Regex SemanticVersionForm();

    [GeneratedRegex(@"^[^/\s]+/\S+\z")]
    private static partial Regex ModelForm();

    [GeneratedRegex("^[A-Z][A-Z0-9_]*\\z")]
    private static partial Regex VariableNameForm();
}
