namespace OpenCode.AppHost.Hosting;

/// <summary>
/// The few variables of the person's own environment that a process of the stack sees: where programs, the home and
/// temporary files are, language and time zone, certificates and proxies. Nothing else passes, least of all the keys
/// and tokens that a shell has collected.
/// </summary>
internal static class AmbientEnvironment
{
    private static readonly HashSet<string> Neutral = new(
        [
            "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "TZ", "TMPDIR", "TEMP", "TMP",
            "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
            "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy",
            .. OperatingSystem.IsWindows()
                ? (string[])["SystemRoot", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "ComSpec"]
                : [],
        ],
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, string> OfThisProcess() =>
        Choose(Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(entry => KeyValuePair.Create((string)entry.Key, (string?)entry.Value)));

    public static IReadOnlyDictionary<string, string> Choose(IEnumerable<KeyValuePair<string, string?>> all) =>
        all.Where(variable => !string.IsNullOrEmpty(variable.Value) && Passes(variable.Key))
            .OrderBy(variable => variable.Key, StringComparer.Ordinal)
            .ToDictionary(variable => variable.Key, variable => variable.Value!);

    /// <summary>Whether a variable of this name may be passed on.</summary>
    public static bool Passes(string name) => Neutral.Contains(name) || name.StartsWith("LC_", StringComparison.Ordinal);
}
