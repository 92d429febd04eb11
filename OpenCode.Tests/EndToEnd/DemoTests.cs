using System.Net;

namespace OpenCode.Tests.EndToEnd;

[Collection(StackCollection.Name)]
public sealed class DemoTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

        await using (var dashboard = await DashboardPage.OpenAsync(stack))
        {
            await dashboard.RestartAsync("opencode");

            // A page that closes takes a click with it that has not reached the dashboard yet.
            await stack.WaitAsync(() => stack.Services()["opencode"].Health != "healthy", "the server went down", TimeSpan.FromSeconds(20), Cancel);
        }

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
