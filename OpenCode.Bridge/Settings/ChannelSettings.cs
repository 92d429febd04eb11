namespace OpenCode.Bridge.Settings;

/// <summary>The channels that are set up; null ones are not.</summary>
internal sealed record ChannelSettings
{
    public NtfySettings? Ntfy { get; init; }

    public DiscordSettings? Discord { get; init; }

    public WebhookSettings? Webhook { get; init; }
}

/// <param name="Topic">The topic's whole URL.</param>
/// <param name="Token">Access token of the server.</param>
/// <param name="ReplyTopic">A second topic, to which buttons post and which the bridge reads.</param>
/// <param name="ReplyToken">Access token for that topic; everybody who reads <paramref name="Topic"/> sees it.</param>
internal sealed record NtfySettings(Uri Topic, string? Token, Uri? ReplyTopic, string? ReplyToken)
{
    // The topic's name is its only secret where a server asks for no token.
    public override string ToString() => Topic.Host;
}

/// <param name="Url">Whoever has it can post: a secret.</param>
internal sealed record DiscordSettings(Uri Url)
{
    public override string ToString() => Url.Host;
}

/// <param name="Url">May hold a token: a secret.</param>
/// <param name="Secret">Key of the signature; null: unsigned.</param>
internal sealed record WebhookSettings(Uri Url, string? Secret)
{
    public override string ToString() => Url.Host;
}
