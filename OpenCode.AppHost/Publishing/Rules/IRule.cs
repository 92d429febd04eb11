namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>An invariant of the output, named after what holds. Checked before anything is written.</summary>
internal interface IRule
{
    /// <summary>As a person reads it when it is broken.</summary>
    string Name => GetType().Name;

    /// <param name="broken">Gets every place at which the rule is broken.</param>
    void Check(RenderedTree tree, Violations broken);
}
