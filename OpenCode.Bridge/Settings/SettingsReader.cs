using System.Text.RegularExpressions;
using OpenCode.Bridge.Outbox;

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
        ContractVariables.Check(configuration);
        var servers = Servers(configuration);
        var login = BridgeLogin(configuration, servers);
        var publicUrl = Variables.Value(configuration, PublicUrl) is { } url ? HttpAddress.Parse(PublicUrl, url) : null;
        var listenUrls = ListenUrls.Read(configuration, login is not null);
        return new(servers, login, publicUrl, listenUrls)
        {
            DataFolder = Variables.Value(configuration, "BRIDGE_DATA") ?? "./data",
            MetricsUrls = ListenUrls.ReadMetrics(configuration, listenUrls),
            SigningKey = Variables.Exact(configuration, "BRIDGE_SIGNING_KEY"),
            Alerts = AlertSettingsReader.Read(configuration),
            Channels = ChannelSettingsReader.Read(configuration),
        };
    }

    private static List<ServerSettings> Servers(IConfiguration configuration)
    {
        // The environment's OPENCODE_URL__HOME_LAB arrives as OPENCODE_URL:HOME_LAB.
        var names = new[] { Url, UserName, Password }
            .SelectMany(key => configuration.GetSection(key).GetChildren()
                .Where(child => IsSet(configuration, $"{key}:{child.Key}"))
                .Select(child => child.Key.ToUpperInvariant()))
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        var servers = new List<ServerSettings>();

        // Who names servers only has none on the default address.
        var hasDefault = names.Count == 0 || new[] { Url, UserName, Password }.Any(key => IsSet(configuration, key));
        if (hasDefault)
        {
            servers.Add(Server(configuration, DefaultName, "", Variables.Value(configuration, Url) ?? "http://127.0.0.1:4096"));
        }

        foreach (var suffix in names)
        {
            if (!ServerSuffix().IsMatch(suffix))
            {
                throw new SettingsException($"{Url}__{suffix}: a server's name is 1 to 40 letters, digits and _");
            }

            var name = suffix.ToLowerInvariant().Replace('_', '-');
            if (name == OutboxExtensions.HealthName)
            {
                throw new SettingsException($"{Url}__{suffix}: the name {name} is that of the bridge's own outbox; allowed is any other");
            }

            if (name == DefaultName)
            {
                throw new SettingsException($"{Url}__{suffix}: the name {DefaultName} is that of the server in {Url}; allowed is any other");
            }

            var url = Variables.Value(configuration, $"{Url}:{suffix}")
                ?? throw new SettingsException($"{Url}__{suffix} is not set, but a user name or password of that server is; allowed is http://host:port");
            servers.Add(Server(configuration, name, $":{suffix}", url));
        }

        return servers;
    }

    private static ServerSettings Server(IConfiguration configuration, string name, string suffix, string url)
    {
        var userName = Variables.Value(configuration, UserName + suffix);
        CheckUserName(UserName + suffix, userName);
        var login = Variables.Exact(configuration, Password + suffix) is { } password ? new Login(userName ?? "opencode", password) : null;
        return new(name, HttpAddress.Parse(Url + suffix, url), login);
    }

    private static Login? BridgeLogin(IConfiguration configuration, List<ServerSettings> servers)
    {
        var userName = Variables.Value(configuration, BridgeUserName);
        if (Variables.Exact(configuration, BridgePassword) is { } password)
        {
            return new(userName ?? "opencode", password);
        }

        if (servers.Count > 1)
        {
            throw new SettingsException($"{BridgePassword} is not set; it is required when watching more than one server");
        }

        return servers[0].Login is { } login ? login with { UserName = userName ?? login.UserName } : null;
    }

    private static void CheckUserName(string key, string? value)
    {
        if (value is not null && Forms.UserName(value) is { } allowed)
        {
            var shown = HttpAddress.MayHoldSecret(value) ? Variables.Name(key) : $"{Variables.Name(key)}={Variables.OneLine(value)}";
            throw new SettingsException($"{shown} is not allowed; allowed is {allowed}");
        }
    }

    private static bool IsSet(IConfiguration configuration, string key) =>
        (key.StartsWith(Password, StringComparison.Ordinal) ? Variables.Exact(configuration, key) : Variables.Value(configuration, key)) is not null;

    [GeneratedRegex("^[A-Z0-9_]{1,40}$")]
    private static partial Regex ServerSuffix();
}
