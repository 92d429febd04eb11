using System.Net;

namespace OpenCode.Bridge.Settings;

/// <summary>Where the bridge listens: <c>ASPNETCORE_URLS</c> or, as container images set it, <c>ASPNETCORE_HTTP_PORTS</c>.</summary>
internal static class ListenUrls
{
    private const string Variable = "ASPNETCORE_URLS";
    private const string Default = "http://localhost:5000";

    /// <exception cref="SettingsException">A URL is none, or others could reach it and there is no password.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration, bool hasPassword)
    {
        var urls = Split(configuration["urls"]);
        if (urls.Count == 0)
        {
            urls = [.. Split(configuration["http_ports"]).Select(port => $"http://*:{port}")];
        }

        if (urls.Count == 0)
        {
            urls = [Default];
        }

        foreach (var url in urls)
        {
            Check(url, hasPassword);
        }

        return urls;
    }

    private static void Check(string url, bool hasPassword)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            throw Wrong(url, "is no URL");
        }

        if (address.Scheme != "http" || address.PathBase.Length > 0 || address.IsUnixPipe || address.IsNamedPipe || address.Port is < 0 or > 65535)
        {
            throw Wrong(url, "is not supported");
        }

        if (address is { Host: "localhost", Port: 0 })
        {
            throw Wrong(url, "names no port; a free one can be chosen for an address only, http://127.0.0.1:0");
        }

        if (!hasPassword && !IsLoopback(address.Host))
        {
            throw new SettingsException(
                $"{Variable}={SettingsReader.OneLine(url)} can be reached by others and there is no password; allowed are loopback URLs, or set BRIDGE_PASSWORD");
        }
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static SettingsException Wrong(string url, string what) =>
        new($"{Variable}={SettingsReader.OneLine(url)} {what}; allowed are http://address:port, separated by ;");

    private static List<string> Split(string? value) =>
        [.. (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
