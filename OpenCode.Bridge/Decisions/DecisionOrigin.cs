using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Decisions;

/// <summary>Who decided and how they got here: kept in the audit.</summary>
/// <param name="By">Shown with the alert: a user's name, or the way where no name is known.</param>
/// <param name="Remote">Address of the caller, where there is one.</param>
/// <param name="Token">Id of a single-use token. It is used up in the transaction that stores the decision, or not at all.</param>
internal sealed record DecisionOrigin(string By, DecisionSource Source, string? Remote = null, string? Token = null)
{
    /// <summary>Nobody decided in time.</summary>
    public static DecisionOrigin Expiry { get; } = new(Alert.ByExpiry, DecisionSource.Expiry);
}

internal enum DecisionSource
{
    /// <summary>The page or its API.</summary>
    Inbox,

    /// <summary>A button or link with a token.</summary>
    Token,

    /// <summary>The reply topic.</summary>
    Ntfy,

    Expiry,
}
