using System.Text.RegularExpressions;

namespace OpenCode.AppHost.Publishing;

/// <summary>What looks like a secret, by its name or by itself.</summary>
internal static partial class SecretForms
{
    private static readonly string[] s_endings = ["PASSWORD", "_TOKEN", "_SECRET", "_KEY", "WEBHOOK_URL", "AUTH_USERS", "AUTH_TOKENS"];

    public static bool IsVariable(string name) => s_endings.Any(ending => name.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>Keys of well-known services, private keys, user information in an address.</summary>
    public static bool StandsIn(string text) => Text().IsMatch(text);

    [GeneratedRegex(@"\b(sk-[A-Za-z0-9_-]{16,}|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|tk_[a-z0-9]{20,})|-----BEGIN [A-Z ]*PRIVATE KEY|://[^/\s:@]+:[^/\s@]+@|\bBearer\s+[\w.~+/-]{12,}")]
    private static partial Regex Text();
}
