using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge.Alerts;

/// <summary>
/// What the server would tell when asked, put together from what it told by itself. As in the real one a request that was
/// neither answered nor disposed is listed for ever, and a state is forgotten when it is idle.
/// </summary>
internal sealed class ServerState
{
    private readonly Dictionary<string, Session> sessions = [];
    private readonly Dictionary<string, SessionState> states = [];
    private readonly Dictionary<string, OpenRequest> requests = [];
    private readonly Dictionary<string, Prompt> prompts = [];
    private readonly Dictionary<string, ModelMessage> messages = [];

    public void Apply(ServerEvent serverEvent)
    {
        switch (serverEvent)
        {
            case SessionChanged { Session: var session }:
                sessions[session.Id] = session;
                break;
            case SessionDeleted deleted:
                sessions.Remove(deleted.SessionId);
                break;
            case SessionStateChanged { State: SessionState.Idle } idle:
                states.Remove(idle.SessionId);
                break;
            case SessionStateChanged changed:
                states[changed.SessionId] = changed.State;
                break;
            case RequestAsked { Request: var request }:
                requests[request.Id] = request;
                break;
            case RequestAnswered answered:
                requests.Remove(answered.RequestId);
                break;
            case PromptGiven { Prompt: var prompt }:
                prompts[prompt.Id] = prompt;
                break;
            case MessageEnded { Message: var message }:
                messages[message.Id] = message;
                break;
        }
    }

    public Snapshot Snapshot(DateTimeOffset startedAt, DateTimeOffset? turnsSince)
    {
        var roots = sessions.Values.Where(session => session.ParentId is null).Select(session => session.Id).ToHashSet();
        return new(
            startedAt,
            sessions.Values.Select(session => session.Directory).Append(Given.Folder).ToHashSet(),
            [.. sessions.Values],
            Complete: true,
            states.ToDictionary(),
            [.. requests.Values],
            requests.Values.Select(request => request.SessionId).Where(session => !sessions.ContainsKey(session)).ToHashSet())
        {
            Prompts = turnsSince is null ? [] : [.. prompts.Values.Where(prompt => roots.Contains(prompt.SessionId))],
            Messages = turnsSince is null ? [] : [.. messages.Values.Where(message => roots.Contains(message.SessionId))],
        };
    }
}
