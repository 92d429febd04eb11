using System.Collections;

namespace OpenCode.AppHost.Publishing.Rules;

/// <param name="File">Path of the file that breaks the rule.</param>
/// <param name="Path">Where in its object: <c>spec.values.controllers</c>; empty for the file as a whole.</param>
internal sealed record Violation(string Rule, string File, string Path, string Problem)
{
    public override string ToString() => Path.Length == 0 ? $"{Rule}: {File}: {Problem}" : $"{Rule}: {File}: {Path}: {Problem}";
}

/// <summary>Every place at which one rule is broken.</summary>
/// <remarks>A list that a rule fills, and no iterator that it returns: the rules run once in a process, and a state machine for each would be most of what they cost.</remarks>
internal sealed class Violations(IRule rule) : IEnumerable<Violation>
{
    private readonly List<Violation> _list = [];

    public void Add(string file, string path, string problem) => _list.Add(new Violation(rule.Name, file, path, problem));

    public void Add(RenderedObject item, string path, string problem) => Add(item.File, path, problem);

    public IEnumerator<Violation> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
