using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>What a token decides: a reply that one byte tells.</summary>
/// <param name="Option">Index of the option that <see cref="ReplyKind.Answer"/> takes; 0 with every other kind.</param>
internal readonly record struct TokenChoice(ReplyKind Kind, int Option = 0)
{
    /// <summary>More options than a message has buttons for.</summary>
    public const int Options = 16;

    public byte ToByte() => (byte)(((int)Kind * Options) + Option);

    public static TokenChoice? FromByte(byte value) =>
        (Kind: (ReplyKind)(value / Options), Option: value % Options) is var choice
        && choice.Kind <= ReplyKind.Answer
        && (choice.Kind == ReplyKind.Answer || choice.Option == 0)
            ? new(choice.Kind, choice.Option)
            : null;
}
