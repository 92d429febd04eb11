using OpenCode.ScriptedModel.Answers;

namespace OpenCode.ScriptedModel.Script;

/// <summary>A directive that the model knows: which options it takes, and what it does with them.</summary>
internal sealed record DirectiveKind(string Name, string[] Options, Func<DirectiveArguments, Answer> Answer)
{
    /// <summary>Every spoken answer can be slowed down, so every directive takes this option.</summary>
    public const string Delay = "delay";

    /// <summary>The option whose value may be given as free words; null where free words make no sense.</summary>
    public string? WordsMean { get; init; }

    /// <summary>Prose: an unknown <c>key=value</c> and an unpaired quote (<c>it's</c>) stand for themselves.</summary>
    public bool IsProse { get; init; }

    public bool Takes(string option) => option == Delay || Options.Contains(option);
}
