using System.Net;
using System.Text;
using System.Text.Json;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>What sessions and people do in a day. Every request has a command of its own, every task a title of its own.</summary>
internal sealed class CrashScript(CrashDay day, int seed)
{
    private readonly CrashStage stage = day.Stage;
    private readonly Random random = new(seed);
    private readonly List<Task> people = [];
    private int count;

    public async Task RunAsync()
    {
        Action[] steps =
        [
            Ask, Ask, () => people.Add(AskAndDecideAsync("once")), () => people.Add(AskAndDecideAsync("reject")), () => people.Add(AskAndDecideAsync("always")),
            () => people.Add(AskAndAnswerElsewhereAsync()), Complete, Complete, Complete, AskInAnAbortedSession, () => people.Add(RestartServerAsync()), Ask, Complete,
            () => people.Add(AskAndDecideAsync("once")),
        ];
        random.Shuffle(steps);
        foreach (var step in steps)
        {
            step();
            await CrashStage.WaitAsync(random.Next(20, 220));
        }

        // A kill that meets an idle bridge proves little.
        for (var more = 0; !day.IsEvening; more++)
        {
            (more % 3 == 0 ? Ask : (Action)Complete)();
            await CrashStage.WaitAsync(random.Next(50, 350));
        }

        await Task.WhenAll(people);
    }

    /// <summary>One more of each, while nothing is killed: the bridge still does its work.</summary>
    public async Task LeaveAsync()
    {
        Ask();
        Complete();
        await AskAndDecideAsync("once");
    }

    private void Ask() => Asked();

    private async Task AskAndDecideAsync(string decision)
    {
        var request = Asked();
        await stage.UntilAsync(() => Task.FromResult(IsGone(request) || stage.Ntfy.Shown.Any(message => message.Text.Contains(Command(request), StringComparison.Ordinal))));
        await stage.UntilAsync(async () => IsGone(request) || await DecideAsync(request, decision));
    }

    private async Task AskAndAnswerElsewhereAsync()
    {
        var request = Asked();
        await CrashStage.WaitAsync(random.Next(0, 400));
        if (stage.Server.Pending.TryRemove(request, out _))
        {
            stage.Server.Send(Given.Folder, "permission.replied", JsonSerializer.Serialize(new { sessionID = Session(request), requestID = request, reply = "once" }));
        }
    }

    private void AskInAnAbortedSession()
    {
        var request = Asked();
        stage.Server.Pending.TryRemove(request, out _);
        stage.SetIdle(Session(request));
    }

    private async Task RestartServerAsync()
    {
        await stage.Server.StopAsync();
        await CrashStage.WaitAsync(random.Next(0, 300));
        await stage.Server.StartAsync();
    }

    private void Complete()
    {
        var title = $"Task {++count}";
        stage.EndTask($"ses_task_{count}", title);
        day.Completed.Add(title);
    }

    private string Asked()
    {
        var request = $"per_{++count}";
        stage.Server.AskPermission(request, Session(request), Command(request));
        return request;
    }

    /// <summary>True when the decision stands; false when nobody answered, or the alert is not known (again) yet.</summary>
    private async Task<bool> DecideAsync(string request, string decision)
    {
        try
        {
            using var json = JsonDocument.Parse(await stage.Client.GetStringAsync(new Uri("/api/alerts", UriKind.Relative)));
            if (json.RootElement.EnumerateArray().FirstOrDefault(alert => alert.GetProperty("text").GetString() == Command(request)) is not { ValueKind: JsonValueKind.Object } alert)
            {
                // Decided by the first press, whose answer was lost.
                return day.Decided.Any(decided => decided.Request == request);
            }

            var id = alert.GetProperty("id").GetString()!;
            using var body = new StringContent($$"""{"decision":"{{decision}}"}""", Encoding.UTF8, "application/json");
            using var response = await stage.Client.PostAsync(new Uri($"/api/alerts/{id}/decision", UriKind.Relative), body);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict)
            {
                day.Decided.Add((request, id));
                return true;
            }

            return false;
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or TaskCanceledException or JsonException)
        {
            return false;
        }
    }

    private bool IsGone(string request) => !stage.Server.Pending.ContainsKey(request);

    public static string Command(string request) => $"echo {request}.";

    private static string Session(string request) => $"ses_{request}";
}
