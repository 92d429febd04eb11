using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>What a day must end with, and what it may cost.</summary>
internal static class CrashVerdict
{
    public static void Check(CrashDay day)
    {
        var stage = day.Stage;
        var alerts = stage.Alerts.ToDictionary(alert => Text(alert, "id"));
        foreach (var title in day.Completed)
        {
            var alert = Assert.Single(alerts.Values, alert => Text(alert, "title") == title);
            Assert.Equal(("complete", "done"), (Text(alert, "kind"), Text(alert, "state")));
            AssertShown(stage, alert, title);
        }

        foreach (var request in stage.Server.Pending.Keys)
        {
            var alert = Assert.Single(alerts.Values, alert => Text(alert, "text") == CrashScript.Command(request));
            Assert.Equal("open", Text(alert, "state"));
            AssertShown(stage, alert, CrashScript.Command(request));
            Assert.NotEmpty(OnNtfy(stage, alert).Content.Actions);
        }

        foreach (var (request, id) in day.Decided)
        {
            // The server was restarted between the decision and its arrival: then nobody waits for it.
            Assert.Contains(Text(alerts[id], "state"), new[] { "decided", "withdrawn" });
            Assert.DoesNotContain(request, stage.Server.Pending.Keys);
        }

        foreach (var alert in alerts.Values.Where(alert => Text(alert, "state") is not ("open" or "done")))
        {
            AssertNobodyIsAskedInVain(stage, alert);
        }

        // Put off or deleted is only the word that the bridge is silent, which is no alert.
        Assert.All(stage.Ntfy.Published.Where(message => message is { Event: "message", Content.Delay: null }), message => Assert.Contains(message.Sequence, alerts.Keys));

        day.Tally.RepeatsOnDiscord = alerts.Values.Sum(alert => Math.Max(0, OnDiscord(stage, alert) - 1));
        Assert.True(
            day.Tally.RepeatsOnDiscord <= day.Tally.UnnoticedByDiscord,
            $"{day.Tally.RepeatsOnDiscord} repeats on Discord after {day.Tally.UnnoticedByDiscord} messages that it took unnoticed");
    }

    private static void AssertShown(CrashStage stage, JsonElement alert, string words)
    {
        Assert.Equal(["discord", "ntfy", "webhook"], alert.GetProperty("deliveries").EnumerateArray().Select(delivery => Text(delivery, "channel")));
        Assert.All(alert.GetProperty("deliveries").EnumerateArray(), delivery => Assert.Equal("sent", Text(delivery, "state")));
        Assert.Contains(words, OnNtfy(stage, alert).Title + OnNtfy(stage, alert).Text, StringComparison.Ordinal);
        Assert.True(OnDiscord(stage, alert) >= 1, $"Nothing on Discord of {alert}");
        Assert.Equal(Text(alert, "state"), Text(stage.Webhook.Shown[Text(alert, "id")], "state"));
    }

    /// <summary>Whatever a channel shows of an alert that ended says so.</summary>
    private static void AssertNobodyIsAskedInVain(CrashStage stage, JsonElement alert)
    {
        var id = Text(alert, "id");
        Assert.All(stage.Ntfy.Shown.Where(message => message.Sequence == id), message => Assert.Empty(message.Content.Actions));
        if (stage.Webhook.Shown.TryGetValue(id, out var told))
        {
            Assert.Equal(Text(alert, "state"), Text(told, "state"));
        }
    }

    private static NtfyMessage OnNtfy(CrashStage stage, JsonElement alert) => Assert.Single(stage.Ntfy.Shown, message => message.Sequence == Text(alert, "id"));

    private static int OnDiscord(CrashStage stage, JsonElement alert) =>
        stage.Discord.Shown.Count(message => message.Body.GetRawText().Contains(Text(alert, "id"), StringComparison.Ordinal));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
