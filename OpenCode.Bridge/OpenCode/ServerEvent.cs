namespace OpenCode.Bridge.OpenCode;

/// <summary>What a server tells as it happens, in its order. Nothing is repeated after a reconnect.</summary>
internal abstract record ServerEvent;

/// <summary>The first event of every connection: from here on nothing is missed.</summary>
internal sealed record ServerConnected(string Version) : ServerEvent;

/// <summary>A session was made or changed.</summary>
internal sealed record SessionChanged(Session Session) : ServerEvent;

/// <summary>A session was deleted, and with it the sessions nested in it.</summary>
internal sealed record SessionDeleted(string SessionId) : ServerEvent;

internal sealed record SessionStateChanged(string SessionId, SessionState State) : ServerEvent;

internal sealed record RequestAsked(OpenRequest Request) : ServerEvent;

/// <summary>A request was replied to, by whomever.</summary>
internal sealed record RequestAnswered(string RequestId, ReplyKind Kind) : ServerEvent;

/// <summary>The server dropped what ran in a directory, or everywhere when <see cref="Directory"/> is null.</summary>
internal sealed record InstanceDisposed(string? Directory) : ServerEvent;
