using System.Text;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.OpenCode;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

public sealed class NtfyChannelTests
{
    [Fact]
    public async Task Permission_is_shown_with_its_text_and_three_buttons()
    {
        await using var channels = await TestChannels.StartAsync();

        Assert.IsType<SendResult.Accepted>(await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission("rm -rf build"))));

        var shown = Assert.Single(channels.Ntfy.Shown);
        Assert.Equal("Permission: bash · Fix the build", shown.Title);
        Assert.Equal("rm -rf build", shown.Text);
        Assert.Equal(GivenMessage.Permission().Id, shown.Content.SequenceId);
        Assert.Equal(4, shown.Content.Priority);
        Assert.Equal($"https://oc.example/#{shown.Content.SequenceId}", shown.Content.Click);
        Assert.Equal(["Once", "Always", "Deny"], shown.Content.Actions.Select(action => action.Label));
        Assert.All(shown.Content.Actions, action =>
        {
            Assert.Equal(("http", "POST", ""), (action.Action, action.Method, action.Body));
            Assert.StartsWith("https://oc.example/d/", action.Url, StringComparison.Ordinal);
            Assert.Empty(action.Headers);
        });
    }

    [Fact]
    public async Task Buttons_hold_tokens_for_what_they_say()
    {
        await using var channels = await TestChannels.StartAsync();

        await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Question("SQLite", "PostgreSQL", "Files", "None")));

        var actions = Assert.Single(channels.Ntfy.Shown).Content.Actions;
        var tokens = actions.Select(action => channels.Get<DecisionTokens>().Read(action.Url["https://oc.example/d/".Length..])!).ToList();
        Assert.Equal(["SQLite", "PostgreSQL", "Files"], actions.Select(action => action.Label));
        Assert.Equal([0, 1, 2], tokens.Select(token => token.Choice.Option));
        Assert.All(tokens, token => Assert.Equal((ReplyKind.Answer, GivenMessage.Question("A").Id), (token.Choice.Kind, token.AlertId)));
        Assert.Equal(3, tokens.Select(token => token.Nonce).Distinct().Count());
    }

    [Fact]
    public async Task With_a_reply_topic_buttons_post_there_and_never_with_the_bridges_own_token()
    {
        await using var channels = await TestChannels.StartAsync(ntfy: ntfy => ntfy with
        {
            Token = "tk_bridge",
            ReplyTopic = new(ntfy.Topic.AbsoluteUri.Replace("alerts", "replies", StringComparison.Ordinal)),
            ReplyToken = "tk_writeonly",
        });
        channels.Ntfy.Tokens["tk_bridge"] = _ => NtfyAccess.ReadWrite;
        channels.Ntfy.Tokens["tk_writeonly"] = topic => topic == channels.Ntfy.ReplyTopic ? NtfyAccess.Write : NtfyAccess.Deny;

        await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission()));
        var shown = Assert.Single(channels.Ntfy.Shown);
        Assert.Equal(200, await Phone.PressAsync(shown, "Always"));

        Assert.DoesNotContain("tk_bridge", channels.Ntfy.Calls.First().Body, StringComparison.Ordinal);
        var reply = Assert.Single(channels.Ntfy.Published, message => message.Content.Topic == channels.Ntfy.ReplyTopic);
        Assert.Equal(ReplyKind.Always, channels.Get<DecisionTokens>().Read(reply.Text)!.Choice.Kind);
    }

    [Fact]
    public async Task Without_a_way_back_there_is_neither_button_nor_link()
    {
        await using var channels = await TestChannels.StartAsync(settings: settings => settings with { PublicUrl = null });

        await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission()));

        var shown = Assert.Single(channels.Ntfy.Shown);
        Assert.Empty(shown.Content.Actions);
        Assert.Empty(shown.Content.Click);
    }

    [Theory]
    [InlineData(AlertKind.Permission, 4)]
    [InlineData(AlertKind.Question, 4)]
    [InlineData(AlertKind.Unreachable, 5)]
    [InlineData(AlertKind.Complete, 3)]
    [InlineData(AlertKind.Error, 3)]
    [InlineData(AlertKind.Stalled, 3)]
    public async Task Priority_follows_the_kind(object kind, int expected)
    {
        await using var channels = await TestChannels.StartAsync();

        await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Of((AlertKind)kind)));

        Assert.Equal(expected, Assert.Single(channels.Ntfy.Shown).Content.Priority);
    }

    [Fact]
    public async Task End_and_repeat_change_what_is_shown_and_show_nothing_twice()
    {
        await using var channels = await TestChannels.StartAsync();
        var alert = GivenMessage.Permission();

        await channels.SendAsync("ntfy", GivenMessage.Opened(alert));
        await channels.SendAsync("ntfy", GivenMessage.Opened(alert));
        await channels.SendAsync("ntfy", GivenMessage.Opened(alert) with { Reason = MessageReason.Reminder });
        Assert.Equal("Still waiting: Permission: bash · Fix the build", Assert.Single(channels.Ntfy.Shown).Title);
        await channels.SendAsync("ntfy", GivenMessage.Closed(alert));

        var shown = Assert.Single(channels.Ntfy.Shown);
        Assert.Equal("Allowed once by ada · Fix the build", shown.Title);
        Assert.Equal("ls -la", shown.Text);
        Assert.Empty(shown.Content.Actions);
        Assert.Equal(3, shown.Content.Priority);
    }

    public static TheoryData<string, string> Hostile => new()
    {
        { "quotes", "\"},\"topic\":\"other\",{\"a\":\"\\" },
        { "long", new string('x', 200_000) },
        { "wide", string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦é語", 2_000)) },
        { "escapes", new string('"', 9_000) },
        { "control", string.Concat(Enumerable.Range(0, 256).Select(code => (char)code)) + new string('\u0001', 9_000) },
        { "lines", new string('\n', 5_000) + "end" + new string('\n', 5_000) },
        { "combining", "e" + new string('\u0301', 20_000) },
        { "halves", "\ud83d \ude00" + new string('\ud83d', 5_000) },
        { "empty", "" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_text_is_taken_whole_or_cut(string name, string text)
    {
        await using var channels = await TestChannels.StartAsync();

        var result = await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission(text, title: text)));

        Assert.True(result is SendResult.Accepted, $"{name}: {result}");
        var shown = Assert.Single(channels.Ntfy.Shown);
        Assert.Equal(3, shown.Content.Actions.Count);
        Assert.DoesNotContain('\n', shown.Title);
        Assert.InRange(Encoding.UTF8.GetByteCount(shown.Text), 1, 4095);
        Assert.DoesNotContain(shown.Text + shown.Title, character => char.IsControl(character) && character != '\n' && character != '\t');
    }

    [Fact]
    public async Task Message_of_letters_beyond_ascii_uses_the_room_there_is()
    {
        await using var channels = await TestChannels.StartAsync();

        await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission(string.Concat(Enumerable.Repeat("語", 3_000)))));

        Assert.InRange(Encoding.UTF8.GetByteCount(Assert.Single(channels.Ntfy.Shown).Text), 4_090, 4_095);
    }

    [Fact]
    public async Task Title_cannot_be_an_encoded_word()
    {
        await using var channels = await TestChannels.StartAsync();

        await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission(title: "=?UTF-8?B?YWxsIGdvb2Q=?=")));

        Assert.DoesNotContain("=?", Assert.Single(channels.Ntfy.Shown).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Topic_may_lie_below_a_path()
    {
        var topic = NtfyTopic.Of(new("https://example.org/push/ntfy/my-topic/"));

        Assert.Equal(("https://example.org/push/ntfy/", "my-topic"), (topic.Root.AbsoluteUri, topic.Name));
        Assert.Equal("https://example.org/push/ntfy/my-topic/id", topic.Below("id").AbsoluteUri);
    }

    [Fact]
    public async Task Page_that_says_200_to_everything_has_not_taken_the_message()
    {
        await using var channels = await TestChannels.StartAsync();
        channels.Ntfy.Next(new Fault.Status(200));

        Assert.IsType<SendResult.Refused>(await channels.SendAsync("ntfy", GivenMessage.Opened(GivenMessage.Permission())));
    }
}
