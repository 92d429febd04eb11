namespace OpenCode.AppHost.Stack.Settings;

/// <summary>One setting that cannot be used.</summary>
/// <param name="Name">The setting's full name, such as <c>Stack:OpenCode:Port</c>.</param>
/// <param name="Value">What was given; null where it is a secret or does not matter.</param>
/// <param name="Allowed">What may be given, or what is wrong, in words.</param>
public sealed record SettingProblem(string Name, string? Value, string Allowed)
{
    private const int LongestShown = 80;

    public override string ToString() => Value is null ? $"{Name}: {Allowed}" : $"{Name}: '{Shown(Value)}' is not {Allowed}";

    // A value can come from anywhere: it is shown on one line and without control characters.
    private static string Shown(string value)
    {
        var line = new string([.. value.Take(LongestShown).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return value.Length > LongestShown ? line + "…" : line;
    }
}

/// <summary>Settings cannot be used: the stack does not start, exit code 2.</summary>
public sealed class SettingsException(IReadOnlyList<SettingProblem> problems)
    : Exception(string.Join(Environment.NewLine, problems))
{
    public IReadOnlyList<SettingProblem> Problems { get; } = problems;
}
