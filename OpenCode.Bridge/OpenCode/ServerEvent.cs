namespace OpenCode.Bridge.OpenCode;

/// <summary>What a server tells as it happens, in its order. Nothing is repeated after a reconnect.</summary>
internal abstract record ServerEvent;

/// <summary>The first event of every connection: from here on nothing is missed.</summary>
internal sealed record ServerConnected(string Version) : ServerEvent;

/// <summary>A session was made or changed.</summary>
internal sealed record SessionChanged(Session Session) : ServerEvent;

/// <summary>A session was deleted, and with it the sessions nested in it.</summary>
internal sealed record SessionDeleted(string SessionId) : ServerEvent;

internal sealed record SessionStateChanged(string SessionId, SessionState State) : ServerEvent
{
    /// <summary>In a retry: when the next try is due, by the server's clock.</summary>
    public DateTimeOffset? RetryAt { get; init; }
}

internal sealed record RequestAsked(OpenRequest Request) : ServerEvent;

/// <summary>A request was replied to, by whomever.</summary>
internal sealed record RequestAnswered(string RequestId, ReplyKind Kind) : ServerEvent;

/// <summary>The server dropped what ran in a directory, or everywhere when <see cref="Directory"/> is null.</summary>
internal sealed record InstanceDisposed(string? Directory) : ServerEvent;

/// <summary>A turn began. Told again when something about the prompt changes later.</summary>
internal sealed record PromptGiven(Prompt Prompt) : ServerEvent;

internal sealed record MessageEnded(ModelMessage Message) : ServerEvent;

/// <summary>A turn failed. May come more than once, and before or after the message that failed.</summary>
internal sealed record TurnFailed(string SessionId, TurnFailure Failure) : ServerEvent;

/// <summary>A session makes progress. Sampled: most signs of it are not told.</summary>
internal sealed record SessionActive(string SessionId) : ServerEvent;

/// <summary>The connection lives though nothing happens.</summary>
internal sealed record ServerAlive : ServerEvent;

/// <summary>The connection ended, or could not be made. Told by whoever reads the events, not by the server.</summary>
/// <param name="Reason">For a person; holds nothing a provider said.</param>
internal sealed record ServerLost(OpenCodeFault Fault, string Reason) : ServerEvent;

/// <summary>Connected, but the server does not tell its state.</summary>
internal sealed record SnapshotFailed(OpenCodeFault Fault, string Reason) : ServerEvent;
