using System.Text.RegularExpressions;

namespace OpenCode.Bridge.Settings;

/// <summary>How a variable is read and shown. An empty value equals an unset one.</summary>
internal static partial class Variables
{
    private const int Shown = 200;

    /// <summary>White space around a value comes from quoting and means nothing.</summary>
    public static string? Value(IConfiguration configuration, string key) =>
        configuration[key] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    /// <summary>A password or key to the last byte: spaces belong to it, spaces alone are one.</summary>
    public static string? Exact(IConfiguration configuration, string key) => configuration[key] is { Length: > 0 } value ? value : null;

    /// <summary>The environment's <c>A__B</c> arrives as <c>A:B</c>.</summary>
    public static string Name(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Fit for a message: on one line, and cut where it is long.</summary>
    public static string OneLine(string value) => Control().Replace(value.Length > Shown ? $"{value[..Shown]}…" : value, " ");

    [GeneratedRegex(@"\p{C}+")]
    private static partial Regex Control();
}
