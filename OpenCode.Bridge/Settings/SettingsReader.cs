using System.Text.RegularExpressions;

namespace OpenCode.Bridge.Settings;

/// <summary>Reads the settings. An empty value equals an unset one.</summary>
internal static partial class SettingsReader
{
    private const string Url = "OPENCODE_URL";
    private const string UserName = "OPENCODE_SERVER_USERNAME";
    private const string Password = "OPENCODE_SERVER_PASSWORD";
    private const string PublicUrl = "BRIDGE_PUBLIC_URL";
    private const string BridgeUserName = "BRIDGE_USERNAME";
    private const string BridgePassword = "BRIDGE_PASSWORD";
    private const string DefaultName = "opencode";

    /// <exception cref="SettingsException">The first value that is not allowed.</exception>
    public static BridgeSettings Read(IConfiguration configuration)
    {
        var servers = Servers(configuration);
        var login = BridgeLogin(configuration, servers);
        var publicUrl = Value(configuration, PublicUrl) is { } url ? HttpUrl(PublicUrl, url) : null;
        return new(servers, login, publicUrl, ListenUrls.Read(configuration, login is not null));
    }

    private static List<ServerSettings> Servers(IConfiguration configuration)
    {
        // The environment's OPENCODE_URL__HOME_LAB arrives as OPENCODE_URL:HOME_LAB.
        var names = new[] { Url, UserName, Password }
            .SelectMany(key => configuration.GetSection(key).GetChildren()
                .Where(child => !string.IsNullOrEmpty(child.Value))
                .Select(child => child.Key.ToUpperInvariant()))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var servers = new List<ServerSettings>();

        // Who names servers only has none on the default address.
        var hasDefault = names.Count == 0 || new[] { Url, UserName, Password }.Any(key => Value(configuration, key) is not null);
        if (hasDefault)
        {
            servers.Add(Server(configuration, DefaultName, "", Value(configuration, Url) ?? "http://127.0.0.1:4096"));
        }

        foreach (var suffix in names)
        {
            if (!ServerSuffix().IsMatch(suffix))
            {
                throw new SettingsException($"{Url}__{suffix}: a server's name is 1 to 40 letters, digits and _");
            }

            var name = suffix.ToLowerInvariant().Replace('_', '-');
            if (name == DefaultName)
            {
                throw new SettingsException($"{Url}__{suffix}: the name {DefaultName} is that of the server in {Url}; allowed is any other");
            }

            var url = Value(configuration, $"{Url}:{suffix}")
                ?? throw new SettingsException($"{Url}__{suffix} is not set, but a user name or password of that server is; allowed is http://host:port");
            servers.Add(Server(configuration, name, $":{suffix}", url));
        }

        return servers;
    }

    private static ServerSettings Server(IConfiguration configuration, string name, string suffix, string url)
    {
        var userName = Value(configuration, UserName + suffix);
        NoColon(UserName + suffix, userName);
        var login = Value(configuration, Password + suffix) is { } password ? new Login(userName ?? "opencode", password) : null;
        return new(name, HttpUrl(Url + suffix, url), login);
    }

    private static Login? BridgeLogin(IConfiguration configuration, List<ServerSettings> servers)
    {
        var userName = Value(configuration, BridgeUserName);
        NoColon(BridgeUserName, userName);
        if (Value(configuration, BridgePassword) is { } password)
        {
            return new(userName ?? "opencode", password);
        }

        if (servers.Count > 1)
        {
            throw new SettingsException($"{BridgePassword} is not set; it is required when watching more than one server");
        }

        return servers[0].Login is { } login ? login with { UserName = userName ?? login.UserName } : null;
    }

    private static Uri HttpUrl(string key, string value)
    {
        const string Allowed = "allowed is http://host:port or https://host:port, without user name, query and fragment";
        if (value.Contains('@', StringComparison.Ordinal))
        {
            // What stands before it may be a password.
            throw new SettingsException($"{Variable(key)} holds a user name; {Allowed}");
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new SettingsException($"{Variable(key)}={OneLine(value)} is no URL of a server; {Allowed}");
        }

        if (url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new SettingsException($"{Variable(key)}={OneLine(value)} holds a query or fragment; {Allowed}");
        }

        return url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }

    // Basic auth cannot carry it: the first colon ends the user name.
    private static void NoColon(string key, string? value)
    {
        if (value?.Contains(':') is true)
        {
            throw new SettingsException($"{Variable(key)}={OneLine(value)} holds a colon; allowed is any text without one");
        }
    }

    private static string? Value(IConfiguration configuration, string key) =>
        configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static string Variable(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    internal static string OneLine(string value) => Control().Replace(value, " ");

    [GeneratedRegex("^[A-Z0-9_]{1,40}$")]
    private static partial Regex ServerSuffix();

    [GeneratedRegex(@"\p{C}+")]
    private static partial Regex Control();
}
