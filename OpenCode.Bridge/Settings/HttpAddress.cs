namespace OpenCode.Bridge.Settings;

/// <summary>The base address of a server, below which paths are put together.</summary>
internal static class HttpAddress
{
    private const string Allowed = "allowed is http://host:port or https://host:port, without user name, query and fragment";

    /// <returns>The URL, ending with a slash.</returns>
    /// <exception cref="SettingsException">It is none, or has parts that a base address cannot have.</exception>
    public static Uri Parse(string key, string value)
    {
        // A password may stand before the @, a token behind the others: such a value is never shown, however broken it is.
        if (MayHoldSecret(value))
        {
            throw new SettingsException($"{Variables.Name(key)} holds a user name, query or fragment; {Allowed}");
        }

        if (!Uri.TryCreate(value, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            throw new SettingsException($"{Variables.Name(key)}={Variables.OneLine(value)} is no URL of a server; {Allowed}");
        }

        return url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }

    public static bool MayHoldSecret(string url) => url.AsSpan().ContainsAny('@', '?', '#');
}
