using System.Text;
using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>The real bridge, killed at the moments that chance seldom meets: while a channel or the server has its call in hand.</summary>
public sealed class WorstMomentTests : IAsyncLifetime
{
    private const string Request = "per_1";

    private CrashStage stage = null!;

    public async ValueTask InitializeAsync() => stage = await CrashStage.StartAsync();

    public ValueTask DisposeAsync() => stage.DisposeAsync();

    [Theory]
    [InlineData("ntfy")]
    [InlineData("discord")]
    [InlineData("webhook")]
    public async Task Message_that_a_channel_had_not_taken_is_sent_after_the_restart_and_shown_once(string channel)
    {
        await KillWhileItAsksAsync(channel, taken: false);

        stage.Start();
        await SettledAsync();

        Assert.Equal(1, Shown(channel));
        Assert.Single(stage.Channels[channel].TakenCalls, IsAlert);
    }

    [Theory]
    [InlineData("ntfy", 1)]
    [InlineData("discord", 2)]
    [InlineData("webhook", 1)]
    public async Task Message_that_a_channel_took_unnoticed_is_sent_again_in_the_place_of_the_first_where_the_channel_can(string channel, int shown)
    {
        await KillWhileItAsksAsync(channel, taken: true);
        Assert.Contains(channel, await stage.TakenUnnoticedAsync());

        stage.Start();
        await SettledAsync();

        Assert.Equal(shown, Shown(channel));
        Assert.Equal(2, stage.Channels[channel].TakenCalls.Count(IsAlert));
        Assert.Single(stage.Webhook.Taken.Select(delivery => delivery.Delivery).Distinct());
    }

    [Theory]
    [InlineData("ntfy")]
    [InlineData("discord")]
    [InlineData("webhook")]
    public async Task Message_that_a_channel_took_unnoticed_is_brought_up_to_date_when_its_request_ended_meanwhile(string channel)
    {
        await KillWhileItAsksAsync(channel, taken: true);
        stage.Server.Pending.Clear();
        stage.Server.States.Clear();

        stage.Start();
        await stage.UntilAsync(async () => await stage.HealthAsync() is not null && await stage.ReadAlertsAsync() is [var alert] && Text(alert, "state") == "withdrawn");
        await SettledAsync();

        var last = stage.Channels[channel].TakenCalls.Last(IsAlert).Call.Body;
        Assert.Contains(channel == "webhook" ? "\"withdrawn\"" : "No longer asked", last, StringComparison.Ordinal);
        Assert.All(stage.Ntfy.Shown, message => Assert.Empty(message.Content.Actions));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decision_that_was_on_its_way_to_the_server_stands_without_a_second_press(bool taken)
    {
        await AskAsync();
        var id = Text(Assert.Single(await stage.ReadAlertsAsync()), "id");
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task Strike()
        {
            await stage.Bridge.KillAsync();
            struck.TrySetResult();
            // Whatever the fake was about to do ends here.
            throw new IOException("the client is gone");
        }

        // As on a server whose stream the bridge did not hear any more.
        stage.Server.Announces = false;
        if (taken)
        {
            stage.Server.AnswerGate = Strike;
        }
        else
        {
            stage.Server.ReplyGate = Strike;
        }

        using var body = new StringContent("""{"decision":"once"}""", Encoding.UTF8, "application/json");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => stage.Client.PostAsync(new Uri($"/api/alerts/{id}/decision", UriKind.Relative), body, TestContext.Current.CancellationToken));
        await struck.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(taken, stage.Server.Pending.IsEmpty);
        (stage.Server.ReplyGate, stage.Server.AnswerGate) = (() => Task.CompletedTask, () => Task.CompletedTask);

        stage.Start();
        await stage.UntilAsync(async () => await stage.HealthAsync() is not null && await AuditAsync() is [("once", "taken")]);

        Assert.Empty(stage.Server.Pending);
        var alert = Assert.Single(await stage.ReadAlertsAsync());
        Assert.Equal(("decided", "once", "inbox"), (Text(alert, "state"), Text(alert, "decision"), Text(alert, "decidedBy")));
        await SettledAsync();
        Assert.Empty(Assert.Single(stage.Ntfy.Shown).Content.Actions);
    }

    [Fact]
    public async Task Task_that_ended_while_the_bridge_was_dead_is_told_after_its_restart()
    {
        await AskAsync();
        await stage.Bridge.KillAsync();

        stage.EndTask("ses_2", "Ended alone");
        // Its end is older than the next connection by more than a clock's tick.
        await CrashStage.WaitAsync(50);
        stage.Start();

        await stage.UntilAsync(async () => await stage.HealthAsync() is not null && (await stage.ReadAlertsAsync()).Count == 2);
        Assert.Single(stage.Alerts, alert => (Text(alert, "kind"), Text(alert, "title")) == ("complete", "Ended alone"));
        await SettledAsync();
        Assert.Equal(2, stage.Ntfy.Shown.Count);
    }

    private async Task KillWhileItAsksAsync(string channel, bool taken)
    {
        var struck = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var armed = 1;
        stage.Channels[channel].Chance = call => IsAlert(call) && Interlocked.Exchange(ref armed, 0) == 1
            ? new Fault.Struck(
                async () =>
                {
                    await stage.Bridge.KillAsync();
                    struck.SetResult();
                },
                taken)
            : null;
        stage.Server.AskPermission(Request);
        await struck.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private async Task AskAsync()
    {
        stage.Server.AskPermission(Request);
        await stage.UntilAsync(async () => (await stage.ReadAlertsAsync()).Count == 1);
        await SettledAsync();
    }

    /// <summary>Nothing waits to be sent.</summary>
    private Task SettledAsync() => stage.UntilAsync(async () =>
        await stage.HealthAsync() is not null
        && await stage.ReadAlertsAsync() is { Count: > 0 } alerts
        && alerts.SelectMany(alert => alert.GetProperty("deliveries").EnumerateArray()).All(delivery => Text(delivery, "state") is "sent"));

    private async Task<List<(string Decision, string Result)>> AuditAsync()
    {
        using var json = JsonDocument.Parse(await stage.Client.GetStringAsync(new Uri("/api/audit", UriKind.Relative), TestContext.Current.CancellationToken));
        return [.. json.RootElement.EnumerateArray().Select(entry => (Text(entry, "decision"), Text(entry, "result")))];
    }

    /// <summary>How many messages a person sees.</summary>
    private int Shown(string channel) => channel switch
    {
        "ntfy" => stage.Ntfy.Shown.Count,
        "discord" => stage.Discord.Shown.Count,
        _ => stage.Webhook.Shown.Count,
    };

    private static bool IsAlert(TakenCall taken) => IsAlert(taken.Call);

    /// <summary>Not the word that the bridge is silent.</summary>
    private static bool IsAlert(FakeCall call) => call.Method is "POST" or "PATCH" && !call.Body.Contains("\"delay\"", StringComparison.Ordinal);

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
