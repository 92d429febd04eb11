namespace OpenCode.Bridge.OpenCode;

/// <summary>What begins a turn: a person's message, or in a nested session that of the model above it.</summary>
internal sealed record Prompt(string Id, string SessionId, DateTimeOffset At);

/// <summary>A message of the model that came to its end. A turn has one for each step.</summary>
/// <param name="PromptId">The turn.</param>
/// <param name="Final">The model said that it has nothing more to do; false also for a message that was cut short.</param>
/// <param name="Tokens">Of this message alone.</param>
/// <param name="Cost">US dollars, of this message alone.</param>
internal sealed record ModelMessage(
    string Id,
    string SessionId,
    string PromptId,
    DateTimeOffset CreatedAt,
    DateTimeOffset CompletedAt,
    bool Final,
    TurnFailure? Failure,
    string Provider,
    string Model,
    SessionTokens Tokens,
    decimal Cost);

/// <summary>Why a turn failed, without a word of what a provider said: that may hold keys, headers and addresses.</summary>
/// <param name="Name">OpenCode's name of the error: letters and digits only.</param>
/// <param name="Status">The provider's HTTP status, where there was one.</param>
internal sealed record TurnFailure(string Name, int? Status)
{
    /// <summary>Somebody stopped the turn, or a configuration change did: nothing went wrong.</summary>
    public bool IsAbort => Name == "MessageAbortedError";
}
