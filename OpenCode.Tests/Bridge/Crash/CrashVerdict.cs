using System.Text.Json;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>What a day must end with, and what it may cost.</summary>
internal static class CrashVerdict
{
    /// <returns>Messages on Discord that tell of an alert a second time.</returns>
    public static int Check(CrashDay day)
    {
        var alerts = day.Alerts.ToDictionary(alert => Text(alert, "id"));
        foreach (var title in day.Completed)
        {
            var alert = Assert.Single(alerts.Values, alert => Text(alert, "title") == title);
            Assert.Equal(("complete", "done"), (Text(alert, "kind"), Text(alert, "state")));
            AssertShown(day, alert, title);
        }

        foreach (var request in day.Server.Pending.Keys)
        {
            var alert = Assert.Single(alerts.Values, alert => Text(alert, "text") == CrashScript.Command(request));
            Assert.Equal("open", Text(alert, "state"));
            AssertShown(day, alert, CrashScript.Command(request));
            Assert.NotEmpty(OnNtfy(day, alert).Content.Actions);
        }

        foreach (var (request, id) in day.Decided)
        {
            // The server was restarted between the decision and its arrival: then nobody waits for it.
            Assert.Contains(Text(alerts[id], "state"), new[] { "decided", "withdrawn" });
            Assert.DoesNotContain(request, day.Server.Pending.Keys);
        }

        foreach (var alert in alerts.Values.Where(alert => Text(alert, "state") is not ("open" or "done")))
        {
            AssertNobodyIsAskedInVain(day, alert);
        }

        // Put off or deleted is only the word that the bridge is silent, which is no alert.
        Assert.All(day.Ntfy.Published.Where(message => message is { Event: "message", Content.Delay: null }), message => Assert.Contains(message.Sequence, alerts.Keys));
        return alerts.Values.Sum(alert => Math.Max(0, OnDiscord(day, alert) - 1));
    }

    private static void AssertShown(CrashDay day, JsonElement alert, string words)
    {
        Assert.Equal(["discord", "ntfy", "webhook"], alert.GetProperty("deliveries").EnumerateArray().Select(delivery => Text(delivery, "channel")));
        Assert.All(alert.GetProperty("deliveries").EnumerateArray(), delivery => Assert.Equal("sent", Text(delivery, "state")));
        Assert.Contains(words, OnNtfy(day, alert).Title + OnNtfy(day, alert).Text, StringComparison.Ordinal);
        Assert.True(OnDiscord(day, alert) >= 1, $"Nothing on Discord of {alert}");
        Assert.Equal(Text(alert, "state"), Text(day.Webhook.Shown[Text(alert, "id")], "state"));
    }

    /// <summary>Whatever a channel shows of an alert that ended says so.</summary>
    private static void AssertNobodyIsAskedInVain(CrashDay day, JsonElement alert)
    {
        var id = Text(alert, "id");
        Assert.All(day.Ntfy.Shown.Where(message => message.Sequence == id), message => Assert.Empty(message.Content.Actions));
        if (day.Webhook.Shown.TryGetValue(id, out var told))
        {
            Assert.Equal(Text(alert, "state"), Text(told, "state"));
        }
    }

    private static NtfyMessage OnNtfy(CrashDay day, JsonElement alert) => Assert.Single(day.Ntfy.Shown, message => message.Sequence == Text(alert, "id"));

    private static int OnDiscord(CrashDay day, JsonElement alert) =>
        day.Discord.Shown.Count(message => message.Body.GetRawText().Contains(Text(alert, "id"), StringComparison.Ordinal));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
