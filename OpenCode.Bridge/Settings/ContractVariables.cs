namespace OpenCode.Bridge.Settings;

/// <summary>One variable of the contract.</summary>
/// <param name="Secret">The value is never shown.</param>
/// <param name="Read">How the value is read; see <see cref="Variables"/>.</param>
/// <param name="Check">Null for a value of the right form, else what is allowed.</param>
internal sealed record ContractVariable(string Name, bool Secret, Func<IConfiguration, string, string?> Read, Func<string, string?> Check);

/// <summary>
/// Every variable of the contract but those of the servers, which have further names, with the form of its value. Also
/// those that nothing reads yet: a value that is wrong today would be found out by the update that reads it.
/// </summary>
internal static class ContractVariables
{
    /// <summary>Names that begin so are the bridge's own: one that is not in the table is a mistake.</summary>
    private static readonly string[] Prefixes = ["BRIDGE_", "ALERT_", "NTFY_", "DISCORD_", "WEBHOOK_"];

    /// <summary>Besides those in the table: the servers' and those of everywhere.</summary>
    private static readonly string[] Read = ["OPENCODE_URL", "OPENCODE_SERVER_", "ASPNETCORE_", "TZ"];

    /// <summary>More than any value needs, and less than hurts anywhere.</summary>
    private const int Longest = 8192;

    private static readonly ContractVariable[] All =
    [
        Open("BRIDGE_DATA", Forms.Folder),
        Open("BRIDGE_PUBLIC_URL", Forms.Any),
        Open("BRIDGE_USERNAME", Forms.UserName),
        Exact("BRIDGE_PASSWORD", Forms.Any),
        Exact("BRIDGE_SIGNING_KEY", Forms.Key),
        Open("BRIDGE_METRICS_URLS", Forms.Listeners),
        Hidden("NTFY_TOPIC", Forms.Topic),
        Hidden("NTFY_TOKEN", Forms.Token),
        Hidden("NTFY_REPLY_TOPIC", Forms.Topic),
        Hidden("NTFY_REPLY_TOKEN", Forms.Token),
        Hidden("DISCORD_WEBHOOK_URL", Forms.Webhook),
        Hidden("WEBHOOK_URL", Forms.Webhook),
        Exact("WEBHOOK_SECRET", Forms.Any),
        Open("ALERT_KINDS", Forms.Kinds),
        Open("ALERT_GRACE", Forms.Duration),
        Open("ALERT_MIN_DURATION", Forms.Duration),
        Open("ALERT_STALL", Forms.Period),
        Open("ALERT_UNREACHABLE", Forms.Period),
        Open("ALERT_REMIND", Forms.Period),
        Open("ALERT_EXPIRE", Forms.Period),
        Open("QUIET_HOURS", Forms.Hours),
        Open("ROUTES", Forms.Routes),
        Open("OTEL_EXPORTER_OTLP_ENDPOINT", Forms.Endpoint),
    ];

    /// <exception cref="SettingsException">An unknown name, a value too long for anything, or the first one of a wrong form.</exception>
    public static void Check(IConfiguration configuration)
    {
        foreach (var (key, value) in configuration.AsEnumerable())
        {
            CheckName(Variables.Name(key), value);
            CheckLength(key, value);
        }

        foreach (var (name, secret, read, check) in All)
        {
            if (read(configuration, name) is { } value && check(value) is { } allowed)
            {
                // A password may stand before an @, a token behind the others.
                var shown = secret || HttpAddress.MayHoldSecret(value) ? name : $"{name}={Variables.OneLine(value)}";
                throw new SettingsException($"{shown} is not allowed; allowed is {allowed}");
            }
        }

        if (SameTopic(configuration["NTFY_TOPIC"], configuration["NTFY_REPLY_TOPIC"]))
        {
            throw new SettingsException("NTFY_REPLY_TOPIC is the topic of NTFY_TOPIC, whose readers could decide; allowed is a second one");
        }
    }

    private static void CheckName(string name, string? value)
    {
        if (string.IsNullOrEmpty(value)
            || !Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            || All.Any(variable => variable.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            || ServiceLink.Is(name, value))
        {
            return;
        }

        throw new SettingsException(
            $"{Variables.OneLine(name)} is no setting of the bridge; the nearest is {NearestName.Of(name.ToUpperInvariant(), All.Select(variable => variable.Name))}");
    }

    private static void CheckLength(string key, string? value)
    {
        var name = key.ToUpperInvariant() switch
        {
            "URLS" => ListenUrls.Variable,
            "HTTP_PORTS" => "ASPNETCORE_HTTP_PORTS",
            var other => Variables.Name(other),
        };
        if (value?.Length > Longest && (Read.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)) || All.Any(variable => variable.Name == name)))
        {
            throw new SettingsException($"{Variables.OneLine(name)} has {value.Length} characters; allowed are at most {Longest}");
        }
    }

    private static bool SameTopic(string? topic, string? replies) =>
        Uri.TryCreate(topic, UriKind.Absolute, out var one)
        && Uri.TryCreate(replies, UriKind.Absolute, out var other)
        && one.AbsoluteUri.TrimEnd('/') == other.AbsoluteUri.TrimEnd('/');

    private static ContractVariable Open(string name, Func<string, string?> check) => new(name, false, Variables.Value, check);

    private static ContractVariable Hidden(string name, Func<string, string?> check) => new(name, true, Variables.Value, check);

    private static ContractVariable Exact(string name, Func<string, string?> check) => new(name, true, Variables.Exact, check);
}
