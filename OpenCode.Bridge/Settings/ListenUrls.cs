using System.Net;

namespace OpenCode.Bridge.Settings;

/// <summary>
/// Where the bridge listens: <c>ASPNETCORE_URLS</c> or, as container images set it, <c>ASPNETCORE_HTTP_PORTS</c>, and nowhere
/// else. Kestrel would take endpoints of its configuration instead of these, past the check that others need a password.
/// </summary>
internal static class ListenUrls
{
    public const string Variable = "ASPNETCORE_URLS";
    public const string MetricsVariable = "BRIDGE_METRICS_URLS";

    private const string Endpoints = "Kestrel:Endpoints";
    private const string Default = "http://localhost:5000";

    /// <summary>What a URL to listen on looks like, for a person.</summary>
    public const string Allowed = "http://address:port, separated by ;";

    /// <exception cref="SettingsException">A URL is none, or others could reach it and there is no password.</exception>
    public static IReadOnlyList<string> Read(IConfiguration configuration, bool hasPassword)
    {
        if (configuration.GetSection(Endpoints).GetChildren().FirstOrDefault() is { } endpoint)
        {
            throw new SettingsException($"{Variables.Name(Variables.OneLine(endpoint.Path))} opens a listener of its own; allowed is {Variable}");
        }

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

    /// <summary>Where metrics and health are told instead; they hold nothing that needs a password.</summary>
    /// <param name="configuration">Checked by <see cref="ContractVariables"/>.</param>
    /// <param name="others">Where the bridge listens besides.</param>
    /// <exception cref="SettingsException">Both would listen on one port.</exception>
    public static IReadOnlyList<string> ReadMetrics(IConfiguration configuration, IReadOnlyList<string> others)
    {
        var urls = Split(configuration[MetricsVariable]);
        var taken = others.Select(url => BindingAddress.Parse(url).Port).ToHashSet();
        return urls.FirstOrDefault(url => BindingAddress.Parse(url).Port is not 0 and var port && taken.Contains(port)) is { } twice
            ? throw new SettingsException($"{MetricsVariable}={Variables.OneLine(twice)} has a port of {Variable}; allowed is another one")
            : urls;
    }

    /// <summary>Null for a URL on which the bridge can listen, else what is wrong with it.</summary>
    public static string? Problem(string url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url);
        }
        catch (FormatException)
        {
            return "is no URL";
        }

        if (address.Scheme != "http" || address.PathBase.Length > 0 || address.IsUnixPipe || address.IsNamedPipe || address.Port is < 0 or > 65535)
        {
            return "is not supported";
        }

        return address is { Host: "localhost", Port: 0 } ? "names no port; a free one can be chosen for an address only, http://127.0.0.1:0" : null;
    }

    private static void Check(string url, bool hasPassword)
    {
        if (HttpAddress.MayHoldSecret(url))
        {
            throw new SettingsException($"{Variable} holds a user name, query or fragment; allowed are {Allowed}");
        }

        if (Problem(url) is { } problem)
        {
            throw new SettingsException($"{Variable}={Variables.OneLine(url)} {problem}; allowed are {Allowed}");
        }

        if (!hasPassword && !IsLoopback(BindingAddress.Parse(url).Host))
        {
            throw new SettingsException(
                $"{Variable}={Variables.OneLine(url)} can be reached by others and there is no password; allowed are loopback URLs, or set BRIDGE_PASSWORD");
        }
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static List<string> Split(string? value) =>
        [.. (value ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
