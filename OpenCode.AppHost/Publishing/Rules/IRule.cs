namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>An invariant of the output, named after what holds. Checked before anything is written.</summary>
internal interface IRule
{
    /// <summary>As a person reads it when it is broken.</summary>
    string Name => GetType().Name;

    IEnumerable<Violation> Check(RenderedTree tree);
}

/// <param name="File">Path of the file that breaks the rule.</param>
/// <param name="Path">Where in its object: <c>spec.values.controllers</c>; empty for the file as a whole.</param>
internal sealed record Violation(string Rule, string File, string Path, string Problem)
{
    public override string ToString() => Path.Length == 0 ? $"{Rule}: {File}: {Problem}" : $"{Rule}: {File}: {Path}: {Problem}";
}
