namespace OpenCode.Bridge.Outbox;

/// <summary>One try of anybody to decide an alert.</summary>
/// <param name="By">Who, as shown with the alert.</param>
/// <param name="Source"><c>inbox</c>, <c>token</c>, <c>ntfy</c> or <c>expiry</c>.</param>
/// <param name="Message">What was said with it: the message, or the answers.</param>
/// <param name="Result">See <see cref="AuditResult"/>.</param>
/// <param name="AskedAt">When the alert was opened; null when it is forgotten.</param>
internal sealed record AuditEntry(
    DateTimeOffset At,
    string AlertId,
    string By,
    string Source,
    string? Remote,
    string Decision,
    string? Message,
    string Result,
    DateTimeOffset? AskedAt);

/// <summary>How a decision ended.</summary>
internal static class AuditResult
{
    /// <summary>Won, and on its way to the server.</summary>
    public const string Stored = "stored";

    /// <summary>The server took it.</summary>
    public const string Taken = "taken";

    /// <summary>The server did not wait for it any more.</summary>
    public const string Gone = "gone";

    /// <summary>Somebody answered at the server itself, before it arrived there.</summary>
    public const string Overtaken = "overtaken";

    /// <summary>The server will not have it; the alert is open again.</summary>
    public const string Rejected = "rejected";

    /// <summary>The alert was decided or had ended before.</summary>
    public const string Late = "late";
}
