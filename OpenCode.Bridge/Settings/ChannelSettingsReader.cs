namespace OpenCode.Bridge.Settings;

/// <summary>Reads what <see cref="ContractVariables"/> has checked.</summary>
internal static class ChannelSettingsReader
{
    /// <exception cref="SettingsException">A setting that means nothing without another one.</exception>
    public static ChannelSettings Read(IConfiguration configuration) => new()
    {
        Ntfy = Ntfy(configuration),
        Discord = Url(configuration, "DISCORD_WEBHOOK_URL") is { } discord ? new(discord) : null,
        Webhook = Url(configuration, "WEBHOOK_URL") is { } webhook ? new(webhook, Variables.Exact(configuration, "WEBHOOK_SECRET")) : null,
    };

    private static NtfySettings? Ntfy(IConfiguration configuration) => Url(configuration, "NTFY_TOPIC") is { } topic
        ? new(topic, Variables.Value(configuration, "NTFY_TOKEN"), Url(configuration, "NTFY_REPLY_TOPIC"), Variables.Value(configuration, "NTFY_REPLY_TOKEN"))
        : null;

    private static Uri? Url(IConfiguration configuration, string key) =>
        Variables.Value(configuration, key) is { } value ? new Uri(value, UriKind.Absolute) : null;
}
