using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge;

/// <summary>Builders of what a server says.</summary>
internal static class Given
{
    public const string Folder = "/workspaces/project-1";

    public static PermissionRequest Permission(
        string id,
        string session = "ses_1",
        string permission = "bash",
        string pattern = "ls -la",
        string command = "ls -la") => new(id, session, Folder, permission, [pattern], ["ls *"], command);

    public static Question OneOf(params string[] labels) =>
        new("Which?", "Choice", [.. labels.Select(label => new Choice(label, ""))], Multiple: false, Custom: true);

    public static QuestionRequest Question(string id, params Question[] questions) =>
        new(id, "ses_1", Folder, questions.Length == 0 ? [OneOf("A", "B")] : questions);

    public static Session Session(string id, string? parent = null, string title = "") =>
        new(id, parent, title, Folder, SessionTokens.None, 0, DateTimeOffset.UnixEpoch, Archived: false);

    /// <summary>The server's clock; another than the bridge's.</summary>
    public static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    public static PromptGiven Prompted(string id, double at = 0, string session = "ses_1") => new(new(id, session, Noon.AddSeconds(at)));

    /// <summary>The last message of a turn, unless it says otherwise.</summary>
    public static ModelMessage Message(string id, string turn, double at, string session = "ses_1", bool final = true, TurnFailure? failure = null, decimal cost = 0.25m) =>
        new(id, session, turn, Noon.AddSeconds(at - 1), Noon.AddSeconds(at), final, failure, "anthropic", "claude", new(5, 4, 3, 2, 1), cost);

    public static SessionStateChanged Busy(string session = "ses_1") => new(session, SessionState.Busy);

    public static SessionStateChanged Retry(string session = "ses_1") => new(session, SessionState.Retry);

    public static SessionStateChanged Idle(string session = "ses_1") => new(session, SessionState.Idle);

    /// <summary>A complete snapshot in which the session of every request runs.</summary>
    public static Snapshot Snapshot(DateTimeOffset startedAt, params OpenRequest[] requests) => new(
        startedAt,
        new HashSet<string> { Folder },
        [],
        Complete: true,
        requests.DistinctBy(request => request.SessionId).ToDictionary(request => request.SessionId, _ => SessionState.Busy),
        requests,
        new HashSet<string>());
}
