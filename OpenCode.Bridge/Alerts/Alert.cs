using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

internal enum AlertKind
{
    Permission,
    Question,

    /// <summary>A whole session tree came to its end.</summary>
    Complete,

    /// <summary>A turn failed.</summary>
    Error,

    /// <summary>A session is busy and nothing comes of it.</summary>
    Stalled,

    /// <summary>The server cannot be reached, so nothing else can be known of it.</summary>
    Unreachable,
}

internal enum AlertState
{
    Open,
    Decided,
    Withdrawn,

    /// <summary>Nobody decided in time; the request was denied.</summary>
    Expired,

    /// <summary>Tells of something that is over: nobody needs to decide anything.</summary>
    Done,
}

/// <summary>Something a person should know or decide. A new state is a new value; the id stays.</summary>
/// <param name="Id">The same for the same first request, also after the bridge was restarted.</param>
/// <param name="SessionId">Who asks; a nested session perhaps.</param>
/// <param name="RootSessionId">The session that a person started, whose title the alert carries.</param>
/// <param name="Text">The whole command or question: what a decision agrees to; of the other kinds what happened.</param>
/// <param name="Requests">Equivalent requests, oldest first; a decision answers all that are still open. None where nothing is asked.</param>
/// <param name="DecidedBy">Set with <paramref name="Decision"/>; <see cref="Server"/> says where, this says who.</param>
internal sealed record Alert(
    string Id,
    AlertKind Kind,
    string Server,
    string SessionId,
    string RootSessionId,
    string Title,
    string Directory,
    string Text,
    IReadOnlyList<OpenRequest> Requests,
    DateTimeOffset CreatedAt,
    AlertState State = AlertState.Open,
    ReplyKind? Decision = null,
    string? DecidedBy = null)
{
    /// <summary>The decider when the answer did not pass through the bridge.</summary>
    public const string ByServer = "server";

    /// <summary>The decider when nobody decided in time; what it denied is <see cref="AlertState.Expired"/>.</summary>
    public const string ByExpiry = "expiry";

    /// <summary>When the alert was told again; null: not yet. An alert is told again once.</summary>
    public DateTimeOffset? RemindedAt { get; init; }

    /// <summary>Null where nothing is asked.</summary>
    public OpenRequest? FirstRequest => Requests.Count > 0 ? Requests[0] : null;
}

internal enum AlertChangeKind
{
    /// <summary>
    /// New, or open again after a withdrawal that turned out to be wrong. What is over when it becomes known is new and
    /// <see cref="AlertState.Done"/> at once; nothing more comes of it.
    /// </summary>
    Opened,

    /// <summary>Still open, with another title or one more request.</summary>
    Updated,

    /// <summary>Still open and unchanged: nobody reacted, so say it again.</summary>
    Reminded,

    Closed,
}

internal sealed record AlertChange(AlertChangeKind Kind, Alert Alert);
