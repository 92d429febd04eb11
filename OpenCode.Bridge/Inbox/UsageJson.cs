using OpenCode.Bridge.Outbox;

namespace OpenCode.Bridge.Inbox;

/// <param name="At">Begin of a quarter of an hour.</param>
/// <param name="Cost">US dollars of the session's messages that ended in it, on that model.</param>
/// <param name="Tokens">Of all kinds.</param>
internal sealed record UsageJson(string Server, string SessionId, string Directory, string Model, DateTime At, double Cost, long Tokens)
{
    public static UsageJson Of(UsageEntry entry) =>
        new(entry.Server, entry.SessionId, entry.Directory, entry.Model, entry.At.UtcDateTime, entry.Cost, entry.Tokens);
}
