using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>What a text is that somebody presents as a token.</summary>
internal abstract record TokenFinding
{
    private TokenFinding()
    {
    }

    /// <summary>Not of this bridge, or of an alert that is long forgotten.</summary>
    internal sealed record Unknown : TokenFinding;

    internal sealed record Expired : TokenFinding;

    internal sealed record Found(DecisionToken Token, Alert Alert, Reply Reply) : TokenFinding;
}

/// <summary>Decisions by token, whichever way the token came.</summary>
internal sealed class TokenDecisions(DecisionTokens tokens, AlertArchive alerts, DecisionService decisions)
{
    /// <summary>Who decided, where the token is all that is known: only ntfy's messages have buttons.</summary>
    private const string By = "ntfy";

    /// <summary>Changes nothing.</summary>
    public TokenFinding Find(string text)
    {
        if (tokens.Read(text) is not { } token)
        {
            return new TokenFinding.Unknown();
        }

        if (tokens.IsExpired(token))
        {
            return new TokenFinding.Expired();
        }

        return alerts.Find(token.AlertId) is { } alert && DecisionButtons.ReplyOf(alert, token.Choice) is { } reply
            ? new TokenFinding.Found(token, alert, reply)
            : new TokenFinding.Unknown();
    }

    public Task<DecisionResult> DecideAsync(TokenFinding.Found found, DecisionSource source, string? remote, CancellationToken cancellationToken) =>
        decisions.DecideAsync(found.Alert.Id, found.Reply, new(By, source, remote, found.Token.Nonce), cancellationToken);
}
