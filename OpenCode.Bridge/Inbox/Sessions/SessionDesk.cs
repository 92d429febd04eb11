using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Inbox.Sessions;

/// <summary>Finds a session's server and says in HTTP's words how a call to it went wrong.</summary>
internal sealed class SessionDesk(AlertStore store, IEnumerable<IOpenCodeSessions> servers)
{
    private readonly List<IOpenCodeSessions> servers = [.. servers];

    public static IResult Unknown => ApiBody.Problem("there is no such session", StatusCodes.Status404NotFound);

    public async Task<IResult> WithAsync(string sessionId, Func<IOpenCodeSessions, Session, Task<IResult>> call) =>
        store.Sessions().FirstOrDefault(view => view.Session.Id == sessionId) is { } found
            ? await CallAsync(() => call(servers.Single(server => server.Name == found.Server), found.Session))
            : Unknown;

    /// <param name="name">Null: the only server.</param>
    /// <param name="call">What to do there.</param>
    public async Task<IResult> OnAsync(string? name, Func<IOpenCodeSessions, Task<IResult>> call)
    {
        var server = name is null && servers is [var only] ? only : servers.Find(one => one.Name == name);
        return server is null
            ? ApiBody.Problem($"server must be one of {string.Join(", ", servers.Select(one => one.Name))}")
            : await CallAsync(() => call(server));
    }

    private static async Task<IResult> CallAsync(Func<Task<IResult>> call)
    {
        try
        {
            return await call();
        }
        catch (OpenCodeException failure)
        {
            return ApiBody.Problem(
                failure.Message,
                failure.Fault == OpenCodeFault.Unreachable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status502BadGateway);
        }
    }
}
