using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Decisions;

internal abstract record DecisionResult
{
    /// <summary>It stands: the server took it, or gets it as soon as it can be reached.</summary>
    internal sealed record Done(Alert Alert) : DecisionResult;

    internal sealed record Unknown : DecisionResult;

    /// <summary>Decided or withdrawn before; the alert says how.</summary>
    internal sealed record TooLate(Alert Alert) : DecisionResult;

    internal sealed record Invalid(string Problem) : DecisionResult;

    /// <summary>
    /// The server will not have it, or it could not be stored (then <paramref name="Unreachable"/>): the alert is open and can
    /// be decided again.
    /// </summary>
    internal sealed record ServerFailed(string Problem, bool Unreachable) : DecisionResult;
}
