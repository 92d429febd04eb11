namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>The Secret of one consumer: which variables, from which fields of a secret item. No value is known here.</summary>
internal sealed record AppSecret(string Name, IReadOnlyList<SecretEntry> Entries);

/// <summary>One key of a Secret.</summary>
/// <param name="Template">How External Secrets makes it of the item's fields.</param>
/// <param name="Required">Fields without which the whole Secret is not made.</param>
/// <param name="Optional">Fields that may be missing.</param>
/// <param name="Example">What to type where a person makes the Secret: a word for the shell.</param>
internal sealed record SecretEntry(string Key, string Template, IReadOnlyList<string> Required, IReadOnlyList<string> Optional, string Example)
{
    /// <summary>Field of a variable: lower case, without the product's own name.</summary>
    public static string Field(string variable)
    {
        var field = variable.ToLowerInvariant();
        return field.StartsWith("opencode_", StringComparison.Ordinal) ? field["opencode_".Length..] : field;
    }

    public static SecretEntry Needed(string variable) =>
        new(variable, $"{{{{ .{Field(variable)} }}}}", [Field(variable)], [], Shell(variable));

    /// <summary>A missing field gives <paramref name="fallback"/>: templates fail as a whole over <c>.field</c>, so <c>index</c>.</summary>
    public static SecretEntry Maybe(string variable, string fallback = "") => new(
        variable,
        $"{{{{ {Lookup(variable, fallback)} }}}}",
        [],
        [Field(variable)],
        fallback.Length > 0 ? fallback : Shell(variable));

    /// <summary>The expression inside a template's braces.</summary>
    public static string Lookup(string variable, string fallback) => $"index . \"{Field(variable)}\" | default \"{fallback}\"";

    private static string Shell(string variable) => $"\"${variable}\"";
}
