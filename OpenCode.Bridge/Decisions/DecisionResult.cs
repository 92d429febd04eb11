using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Decisions;

internal abstract record DecisionResult
{
    /// <summary>The server took it.</summary>
    internal sealed record Done(Alert Alert) : DecisionResult;

    internal sealed record Unknown : DecisionResult;

    /// <summary>Decided or withdrawn before; the alert says how.</summary>
    internal sealed record TooLate(Alert Alert) : DecisionResult;

    internal sealed record Invalid(string Problem) : DecisionResult;

    /// <summary>The alert is still open and can be decided again.</summary>
    internal sealed record ServerFailed(string Problem, bool Unreachable) : DecisionResult;
}
