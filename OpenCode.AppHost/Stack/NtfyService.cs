namespace OpenCode.AppHost.Stack;

/// <summary>An ntfy server beside the stack, for those who want no alert to pass through somebody else's.</summary>
internal static class NtfyService
{
    public const string Topic = "/opencode";

    private const int Port = 8080;

    // The digest of the image index: https://hub.docker.com/r/binwiederhier/ntfy/tags?name=v2.28.0
    // renovate: datasource=docker depName=docker.io/binwiederhier/ntfy
    private static readonly ImageReference s_image = new(
        "docker.io/binwiederhier/ntfy", "v2.28.0", "sha256:6ef4b819f722fccdc036af611c4774cfdc2de821ab74fdd48bbf4c9d6f8973da");

    public static Service Create() => new()
    {
        Name = OpenCodeStack.Ntfy,
        Icon = "PhoneVibrate",
        Program = new ServiceProgram.Container(s_image, Port),
        Arguments = ["serve"],
        Environment =
        [
            // The default, 80, is not for an unprivileged user. Messages are kept in memory: an alert is kept by the bridge.
            new("NTFY_LISTEN_HTTP", $":{Port}"),
        ],
        Endpoint = new Endpoint(0, [new Link("Topic", Topic)]),
        Health = new HealthCheck("/v1/health"),
    };
}
