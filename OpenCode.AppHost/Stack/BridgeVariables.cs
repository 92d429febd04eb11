using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Stack;

/// <summary>The bridge's settings as the stack knows them: which may be passed on, and which the stack fills in itself.</summary>
internal static class BridgeVariables
{
    /// <summary>Secrets of the bridge, in the AppHost's environment or user secrets: never among plain settings.</summary>
    public static readonly IReadOnlyList<string> Secrets =
    [
        "BRIDGE_PASSWORD", "BRIDGE_SIGNING_KEY", "NTFY_TOPIC", "NTFY_TOKEN", "NTFY_REPLY_TOPIC", "NTFY_REPLY_TOKEN",
        "DISCORD_WEBHOOK_URL", "WEBHOOK_URL", "WEBHOOK_SECRET",
    ];

    private static readonly string[] s_passedOn =
    [
        "BRIDGE_DATA", "BRIDGE_PUBLIC_URL", "BRIDGE_USERNAME", "BRIDGE_METRICS_URLS", "ALERT_KINDS", "ALERT_GRACE", "ALERT_MIN_DURATION",
        "ALERT_STALL", "ALERT_UNREACHABLE", "ALERT_REMIND", "ALERT_EXPIRE", "QUIET_HOURS", "ROUTES", "TZ",
    ];

    private static readonly string[] s_furtherServers = ["OPENCODE_URL__", "OPENCODE_SERVER_USERNAME__"];

    private static readonly string[] s_filledIn =
    [
        "OPENCODE_URL", "OPENCODE_SERVER_USERNAME", "OPENCODE_SERVER_PASSWORD", "ASPNETCORE_URLS", "OTEL_EXPORTER_OTLP_ENDPOINT",
    ];

    /// <summary>Names that no provider's key may have.</summary>
    public static bool IsReserved(string variable) =>
        Secrets.Contains(variable)
        || ((string[])["OPENCODE_", "XDG_", "OTEL_", "DOTNET_", "ASPNETCORE_"]).Any(prefix => variable.StartsWith(prefix, StringComparison.Ordinal))
        || variable is "PATH" or "HOME";

    /// <summary>Why a variable cannot stand in <c>Stack:Bridge:Environment</c>, or null where it can.</summary>
    public static string? Problem(string name, string value)
    {
        // Further servers to watch. Their passwords are secrets and come with the others, from the environment.
        if (s_passedOn.Contains(name) || s_furtherServers.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length))
        {
            return null;
        }

        if (s_filledIn.Contains(name))
        {
            return "the stack fills this in itself";
        }

        if (Secrets.Contains(name))
        {
            return $"is a secret: give it as environment variable {name} of the AppHost or as user secret Parameters:{SecretName(name)}";
        }

        return NearestName.Of(name, s_passedOn) is { } nearest ? $"unknown variable of the bridge; did you mean {nearest}?" : "unknown variable of the bridge";
    }

    /// <summary>The parameter that holds a secret variable: <c>NTFY_TOKEN</c> → <c>ntfy-token</c>.</summary>
    public static string SecretName(string variable) => variable.ToLowerInvariant().Replace('_', '-');
}
