using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>The names by which the outside knows the kinds and states.</summary>
internal static class AlertNames
{
    extension(AlertKind kind)
    {
        public string Name => kind switch
        {
            AlertKind.Permission => "permission",
            AlertKind.Question => "question",
            AlertKind.Complete => "complete",
            AlertKind.Error => "error",
            AlertKind.Stalled => "stalled",
            AlertKind.Unreachable => "unreachable",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }

    extension(AlertState state)
    {
        public string Name => state switch
        {
            AlertState.Open => "open",
            AlertState.Decided => "decided",
            AlertState.Withdrawn => "withdrawn",
            AlertState.Expired => "expired",
            AlertState.Done => "done",
            _ => throw new ArgumentOutOfRangeException(nameof(state)),
        };
    }

    extension(ReplyKind kind)
    {
        public string Name => kind switch
        {
            ReplyKind.Once => "once",
            ReplyKind.Always => "always",
            ReplyKind.Reject => "reject",
            ReplyKind.Answer => "answer",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
    }
}
