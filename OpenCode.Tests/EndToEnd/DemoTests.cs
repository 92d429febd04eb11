using System.Net;

namespace OpenCode.Tests.EndToEnd;

[Collection(StackCollection.Name)]
public sealed class DemoTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Process id of the server, 0 while there is none.</summary>
    private static int Server(StackProcess stack) =>
        StackProcesses.Of(stack.Id).Where(process => process.CommandLine.Contains("opencode serve", StringComparison.Ordinal)).Select(process => process.Id).FirstOrDefault();

    [Fact]
    public async Task Demo_permission_and_own_question_are_decided_through_the_bridge_across_a_restart_of_the_server()
    {
        await using var stack = await StackProcess.StartDemoAsync(Cancel);
        using var api = new BridgeApi(stack);

        var permission = await api.TheOpenAlertAsync(Cancel);
        Assert.Equal("permission", (string?)permission["kind"]);
        Assert.Equal("git log --oneline", (string?)permission["text"]);
        using (var decided = await api.DecideAsync((string)permission["id"]!, new { decision = "once" }, Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        }

        await api.FinishesAsync((string)permission["sessionId"]!, Cancel);
        Assert.Empty(await api.OpenAlertsAsync(Cancel));
        using (var again = await api.DecideAsync((string)permission["id"]!, new { decision = "reject" }, Cancel))
        {
            Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        }

        var before = Server(stack);
        await ResourceServiceClient.RestartAsync("opencode", stack.Id, Cancel);
        await stack.WaitAsync(() => Server(stack) is var now && now != 0 && now != before, "another server process", TimeSpan.FromMinutes(1), Cancel);
        await stack.WaitAsync(() => stack.Services().Values.All(service => service.Health == "healthy"), "all healthy again", TimeSpan.FromMinutes(1), Cancel);

        var session = await api.PromptAsync((string)permission["directory"]!, "Ask me. [[question question='Which database?' header=Database options='SQLite|Postgres']] [[text Done.]]", Cancel);
        var question = await api.TheOpenAlertAsync(Cancel);
        Assert.Equal(("question", session), ((string?)question["kind"], (string?)question["sessionId"]));
        using (var answered = await api.DecideAsync((string)question["id"]!, new { decision = "answer", answers = new string[][] { ["DuckDB"] } }, Cancel))
        {
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }

        await api.FinishesAsync(session, Cancel);
        Assert.Contains("DuckDB", (await api.MessagesAsync(session, Cancel)).ToJsonString(), StringComparison.Ordinal);
    }
}
