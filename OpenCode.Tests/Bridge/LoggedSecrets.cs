namespace OpenCode.Tests.Bridge;

/// <summary>Looks for secrets in log lines. Every bridge that a test runs is looked at when it ends, whatever the test is about.</summary>
internal static class LoggedSecrets
{
    private static readonly string[] SecretNames = ["PASSWORD", "TOKEN", "SECRET", "SIGNING_KEY", "TOPIC", "DISCORD_WEBHOOK_URL", "WEBHOOK_URL"];

    // A shorter one may be part of an honest word.
    private const int Shortest = 5;

    /// <param name="settings">The bridge's, of which those of a secret name count.</param>
    /// <param name="lines">What it logged.</param>
    /// <exception cref="InvalidOperationException">With the name of the setting and the line.</exception>
    public static void Check(IReadOnlyDictionary<string, string?> settings, IEnumerable<string> lines)
    {
        var secrets = settings
            .Where(setting => SecretNames.Any(name => setting.Key.Split(':')[0].EndsWith(name, StringComparison.Ordinal)) && setting.Value?.Length >= Shortest)
            .ToList();
        foreach (var line in lines)
        {
            if (secrets.FirstOrDefault(secret => line.Contains(secret.Value!, StringComparison.Ordinal)) is { Key: not null } told)
            {
                throw new InvalidOperationException($"{told.Key} is in the log: {line}");
            }
        }
    }
}
