using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>A fake that takes everything proves nothing: these are the refusals that the tests of the channels lean on.</summary>
public sealed class FakesTests
{
    private static readonly string Long = new('a', NtfyRules.MessageBytes + 1);

    public static TheoryData<string, int> Publishes => new()
    {
        { """{"topic":"t","message":"m"}""", 200 },
        { """{"topic":"t","message":"m","priority":5,"sequence_id":"a-b_c"}""", 200 },
        { """{"topic":"t/u","message":"m"}""", 400 },
        { """{"topic":"docs","message":"m"}""", 400 },
        { """{"topic":"t","message":1}""", 400 },
        { """{"topic":"t","message":"m","priority":6}""", 400 },
        { """{"topic":"t","message":"m","sequence_id":"a.b"}""", 400 },
        { """{"topic":"t","message":"m","delay":"9s"}""", 400 },
        { """{"topic":"t","message":"m","delay":"73h"}""", 400 },
        { """{"topic":"t","message":"m","actions":[{"action":"http","label":"","url":"http://x"}]}""", 400 },
        { """{"topic":"t","message":"m","actions":[{"action":"view","label":"a","url":"x"},{"action":"view","label":"a","url":"x"},{"action":"view","label":"a","url":"x"},{"action":"view","label":"a","url":"x"}]}""", 400 },
        { $$"""{"topic":"t","message":"{{Long}}"}""", 400 },
        { $$"""{"topic":"t","message":"m","click":"{{Long}}{{Long}}"}""", 413 },
        { "topic", 400 },
    };

    public static TheoryData<string, int> Executions => new()
    {
        { """{"embeds":[{"title":"t","description":"d","color":1,"fields":[{"name":"n","value":"v"}]}]}""", 200 },
        { """{"content":""}""", 400 },
        { $$"""{"embeds":[{"title":"{{Long[..257]}}"}]}""", 400 },
        { $$"""{"embeds":[{"description":"{{Long}}"}]}""", 400 },
        { """{"embeds":[{"title":"t","fields":[{"name":"n","value":" "}]}]}""", 400 },
        { """{"embeds":[{"title":"t","color":16777216}]}""", 400 },
        { """{"embeds":[{"title":"t","url":"no url"}]}""", 400 },
        { $$"""{"embeds":[{"description":"{{Long[..4000]}}"},{"description":"{{Long[..2001]}}"}]}""", 400 },
        { "{", 400 },
    };

    [Theory]
    [MemberData(nameof(Publishes))]
    public async Task Ntfy_refuses_what_the_real_one_refuses(string body, int expected)
    {
        await using var ntfy = new FakeNtfy();
        await ntfy.StartAsync();

        Assert.Equal(expected, await PostAsync(ntfy.Url, body));
        Assert.Equal(expected == 200 ? 1 : 0, ntfy.Published.Count);
    }

    [Theory]
    [MemberData(nameof(Executions))]
    public async Task Discord_refuses_what_the_real_one_refuses(string body, int expected)
    {
        await using var discord = new FakeDiscord();
        await discord.StartAsync();

        Assert.Equal(expected, await PostAsync(discord.WebhookUrl + "?wait=true", body));
        Assert.Equal(expected == 200 ? 1 : 0, discord.Shown.Count);
    }

    [Fact]
    public async Task Webhook_takes_nothing_unsigned()
    {
        await using var webhook = new FakeWebhook();
        await webhook.StartAsync();

        Assert.Equal(401, await PostAsync(webhook.HookUrl, "{}"));
    }

    [Fact]
    public async Task Ntfy_shows_the_last_message_of_a_sequence_and_a_waiting_one_gives_way()
    {
        var time = new FakeTimeProvider();
        await using var ntfy = new FakeNtfy(time: time);
        await ntfy.StartAsync();

        await PostAsync(ntfy.Url, $$"""{"topic":"{{ntfy.Topic}}","message":"first","sequence_id":"s"}""");
        await PostAsync(ntfy.Url, $$"""{"topic":"{{ntfy.Topic}}","message":"second","sequence_id":"s"}""");
        await PostAsync(ntfy.Url, $$"""{"topic":"{{ntfy.Topic}}","message":"late","sequence_id":"w","delay":"5m"}""");
        await PostAsync(ntfy.Url, $$"""{"topic":"{{ntfy.Topic}}","message":"later","sequence_id":"w","delay":"10m"}""");

        Assert.Equal("second", Assert.Single(ntfy.Shown).Text);
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["second"], ntfy.Shown.Select(message => message.Text));
        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(["second", "later"], ntfy.Shown.Select(message => message.Text));
    }

    [Fact]
    public async Task Fake_keeps_its_port_and_its_messages_over_a_stop()
    {
        await using var discord = new FakeDiscord();
        await discord.StartAsync();
        var url = discord.WebhookUrl;

        await PostAsync(url, """{"content":"a"}""");
        await discord.StopAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(url, """{"content":"b"}"""));
        await discord.StartAsync();

        Assert.Equal(204, await PostAsync(url, """{"content":"c"}"""));
        Assert.Equal(2, discord.Shown.Count);
    }

    [Fact]
    public async Task Fake_breaks_a_connection_before_or_after_it_took_the_call()
    {
        await using var discord = new FakeDiscord();
        await discord.StartAsync();
        discord.Next(new Fault.Reset(), new Fault.TakeThenReset(), new Fault.TooMany(TimeSpan.FromSeconds(1.5)), new Fault.Status(500));

        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(discord.WebhookUrl, """{"content":"a"}"""));
        Assert.Empty(discord.Shown);
        await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(discord.WebhookUrl, """{"content":"a"}"""));
        Assert.Single(discord.Shown);
        Assert.Equal(429, await PostAsync(discord.WebhookUrl, """{"content":"a"}"""));
        Assert.Equal(500, await PostAsync(discord.WebhookUrl, """{"content":"a"}"""));
    }

    private static async Task<int> PostAsync(string url, string body)
    {
        using var client = new HttpClient();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = new("application/json");
        using var response = await client.PostAsync(new Uri(url), content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
