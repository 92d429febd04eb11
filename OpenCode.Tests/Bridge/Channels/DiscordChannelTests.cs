using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

public sealed class DiscordChannelTests
{
    [Fact]
    public async Task Permission_is_an_embed_that_leads_to_the_inbox()
    {
        await using var channels = await TestChannels.StartAsync();
        var alert = GivenMessage.Permission("rm -rf build");

        var result = await channels.SendAsync("discord", GivenMessage.Opened(alert));

        var shown = Assert.Single(channels.Discord.Shown);
        Assert.Equal(new SendResult.Accepted(shown.Id), result);
        Assert.Equal("Permission: bash · Fix the build", shown.Title);
        Assert.Equal("```\nrm -rf build\n```", shown.Description);
        Assert.Equal("Permission: bash", shown.Field("Event"));
        Assert.Equal("Fix the build", shown.Field("Session"));
        Assert.Equal("/workspaces/project\\-1", shown.Field("Directory"));
        Assert.Equal($"https://oc.example/#{alert.Id}", shown.Embed.GetProperty("url").GetString());
        Assert.Equal("[]", shown.Body.GetProperty("allowed_mentions").GetProperty("parse").GetRawText());
    }

    [Fact]
    public async Task End_edits_the_message_and_a_repeat_of_it_too()
    {
        await using var channels = await TestChannels.StartAsync();
        var alert = GivenMessage.Permission();

        var receipt = Assert.IsType<SendResult.Accepted>(await channels.SendAsync("discord", GivenMessage.Opened(alert))).Receipt;
        var first = await channels.SendAsync("discord", GivenMessage.Closed(alert, receipt));
        var again = await channels.SendAsync("discord", GivenMessage.Closed(alert, receipt));

        Assert.Equal(new SendResult.Accepted(receipt), first);
        Assert.Equal(first, again);
        var shown = Assert.Single(channels.Discord.Shown);
        Assert.Equal("Allowed once by ada · Fix the build", shown.Title);
        Assert.Equal(2, shown.Edits);
    }

    [Fact]
    public async Task Reminder_takes_the_place_of_the_former_message()
    {
        await using var channels = await TestChannels.StartAsync();
        var alert = GivenMessage.Permission();

        var receipt = Assert.IsType<SendResult.Accepted>(await channels.SendAsync("discord", GivenMessage.Opened(alert))).Receipt;
        var reminded = await channels.SendAsync("discord", new(alert, MessageReason.Reminder, 2, receipt, []));

        var shown = Assert.Single(channels.Discord.Shown);
        Assert.NotEqual(receipt, shown.Id);
        Assert.Equal(new SendResult.Accepted(shown.Id), reminded);
        Assert.StartsWith("Still waiting", shown.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_of_a_message_that_somebody_deleted_is_no_problem()
    {
        await using var channels = await TestChannels.StartAsync();
        var alert = GivenMessage.Permission();
        var receipt = Assert.IsType<SendResult.Accepted>(await channels.SendAsync("discord", GivenMessage.Opened(alert))).Receipt;
        channels.Discord.Delete(receipt!);

        Assert.IsType<SendResult.Accepted>(await channels.SendAsync("discord", GivenMessage.Closed(alert, receipt)));
        Assert.Empty(channels.Discord.Shown);
        channels.Discord.Deleted = true;
        Assert.IsType<SendResult.Refused>(await channels.SendAsync("discord", GivenMessage.Closed(alert, receipt)));
    }

    [Fact]
    public async Task Exact_wait_of_a_429_is_honoured()
    {
        await using var channels = await TestChannels.StartAsync();
        channels.Discord.Next(new Fault.TooMany(TimeSpan.FromSeconds(0.35)));

        var result = await channels.SendAsync("discord", GivenMessage.Opened(GivenMessage.Permission()));

        Assert.Equal(TimeSpan.FromSeconds(0.35), Assert.IsType<SendResult.Failed>(result).After);
    }

    [Fact]
    public async Task Used_up_window_is_waited_for_instead_of_running_into_a_429()
    {
        var time = new FakeTimeProvider(GivenMessage.Noon);
        await using var channels = await TestChannels.StartAsync(time);
        channels.Discord.Remaining = 0;
        channels.Discord.ResetAfter = TimeSpan.FromSeconds(1.5);
        await channels.SendAsync("discord", GivenMessage.Opened(GivenMessage.Permission()));

        var next = channels.SendAsync("discord", GivenMessage.Opened(GivenMessage.Question("A")));
        time.Advance(TimeSpan.FromSeconds(1.4));
        Assert.Single(channels.Discord.Calls);
        Assert.False(next.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));

        Assert.IsType<SendResult.Accepted>(await next);
        Assert.Equal(2, channels.Discord.Shown.Count);
    }

    [Fact]
    public async Task Thread_that_the_url_names_stays_named()
    {
        await using var channels = await TestChannels.StartAsync(settings: settings => settings with
        {
            Channels = settings.Channels with { Discord = new(new(settings.Channels.Discord!.Url.AbsoluteUri + "?thread_id=42")) },
        });
        var alert = GivenMessage.Permission();

        var receipt = Assert.IsType<SendResult.Accepted>(await channels.SendAsync("discord", GivenMessage.Opened(alert))).Receipt;
        await channels.SendAsync("discord", GivenMessage.Closed(alert, receipt));

        Assert.Equal(["?thread_id=42&wait=true", "?thread_id=42"], channels.Discord.Calls.Select(call => call.Query));
    }

    [Theory]
    [InlineData("@everyone @here <@123> <@&456> <#789>")]
    [InlineData("[harmless](https://evil.example)")]
    [InlineData("```\n@everyone\n``` ||hidden||")]
    [InlineData("*a* _b_ ~~c~~ `d` > e # f - g \\*h")]
    public async Task Text_is_shown_as_it_is_and_pings_nobody(string text)
    {
        await using var channels = await TestChannels.StartAsync();

        await channels.SendAsync("discord", GivenMessage.Opened(GivenMessage.Permission(text, title: text)));
        await channels.SendAsync("discord", GivenMessage.Opened(GivenMessage.Of(AlertKind.Error) with { Text = text, Title = text }));

        Assert.All(channels.Discord.Shown, shown =>
        {
            Assert.Empty(shown.Pings);
            Assert.False(shown.Body.TryGetProperty("content", out _));
            Assert.DoesNotContain("@everyone", shown.Title, StringComparison.Ordinal);
            Assert.DoesNotContain("](", shown.Title, StringComparison.Ordinal);
        });
        // Inside the block everything is plain, and only the bridge's own fences are fences.
        Assert.Equal(2, channels.Discord.Shown[0].Description.Split("```").Length - 1);
        Assert.DoesNotContain("](", channels.Discord.Shown[1].Description, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(NtfyChannelTests.Hostile), MemberType = typeof(NtfyChannelTests))]
    public async Task Hostile_text_is_taken_whole_or_cut(string name, string text)
    {
        await using var channels = await TestChannels.StartAsync();

        foreach (var alert in new[] { GivenMessage.Permission(text, title: text), GivenMessage.Of(AlertKind.Error) with { Text = text, Title = text, Directory = text } })
        {
            var result = await channels.SendAsync("discord", GivenMessage.Opened(alert));
            Assert.True(result is SendResult.Accepted, $"{name}: {result} {channels.Discord.Calls.Last().Body.Length}");
        }

        Assert.Equal(2, channels.Discord.Shown.Count);
        Assert.All(channels.Discord.Shown, shown => Assert.Equal(JsonValueKind.Object, shown.Embed.ValueKind));
    }
}
