using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;
using OpenCode.Tests.Bridge.Channels;

namespace OpenCode.Tests.Bridge.Decisions.Tokens;

/// <summary>Calls of <c>/d/{token}</c> on a running bridge with a password, which nobody here has.</summary>
public sealed class DecisionEndpointsTests : IAsyncLifetime
{
    private FakeOpenCode server = null!;
    private RunningBridge bridge = null!;
    private HttpClient phone = null!;

    public async ValueTask InitializeAsync()
    {
        server = await FakeOpenCode.StartAsync();
        bridge = await RunningBridge.StartAsync(server, settings =>
        {
            settings["BRIDGE_PASSWORD"] = "right";
            settings["BRIDGE_SIGNING_KEY"] = TestChannels.Key;
        });
        phone = new HttpClient { BaseAddress = bridge.Url };
        bridge.LogIn("right");
    }

    public async ValueTask DisposeAsync()
    {
        phone.Dispose();
        await bridge.DisposeAsync();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData(ReplyKind.Once, "once", "decided")]
    [InlineData(ReplyKind.Always, "always", "decided")]
    [InlineData(ReplyKind.Reject, "reject", "decided")]
    public async Task Post_decides_what_the_token_says_without_a_password(object kind, string reply, string state)
    {
        var token = await AskAsync(new((ReplyKind)kind));

        var (status, body) = await PostAsync(token);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((state, reply), (body.GetProperty("state").GetString(), body.GetProperty("decision").GetString()));
        Assert.Contains($"\"reply\":\"{reply}\"", Assert.Single(server.Replies).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Option_of_a_question_is_answered_by_its_label()
    {
        server.AskQuestion("que_1");
        var id = (await bridge.UntilAlertAsync()).GetProperty("id").GetString()!;

        var (status, _) = await PostAsync(Tokens.Issue(id, new(ReplyKind.Answer, 1)));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("[[\"PostgreSQL\"]]", Assert.Single(server.Replies).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_and_the_other_buttons_are_told_who_was_first()
    {
        var token = await AskAsync(new(ReplyKind.Once));
        var other = Tokens.Issue(await IdAsync(), new(ReplyKind.Reject));

        await PostAsync(token);
        var replay = await PostAsync(token);
        var late = await PostAsync(other);

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (replay.Status, late.Status));
        Assert.Equal(("once", "ntfy"), (late.Body.GetProperty("decision").GetString(), late.Body.GetProperty("decidedBy").GetString()));
        Assert.Single(server.Replies);
    }

    [Fact]
    public async Task Of_two_people_who_press_at_once_one_wins()
    {
        var id = await AlertAsync();
        var tokens = Enumerable.Range(0, 8).Select(number => Tokens.Issue(id, new(number % 2 == 0 ? ReplyKind.Once : ReplyKind.Reject))).ToList();

        var answers = await Task.WhenAll(tokens.Select(PostAsync));

        var won = Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK).Body.GetProperty("decision").GetString();
        Assert.Equal(7, answers.Count(answer => answer.Status == HttpStatusCode.Conflict));
        Assert.All(answers, answer => Assert.Equal(won, answer.Body.GetProperty("decision").GetString()));
        Assert.Single(server.Replies);
    }

    [Fact]
    public async Task Expired_token_is_gone_and_forged_ones_are_unknown()
    {
        var id = await AlertAsync();
        var settings = new BridgeSettings([], null, null, []) { SigningKey = TestChannels.Key };
        var yesterday = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(25));
        var old = new DecisionTokens(new SigningKey(settings, NullLogger<SigningKey>.Instance), settings, yesterday).Issue(id, new(ReplyKind.Once));
        var foreign = new SigningKey(settings with { SigningKey = new string('x', 32) }, NullLogger<SigningKey>.Instance);
        var stranger = new DecisionTokens(foreign, settings, TimeProvider.System).Issue(id, new(ReplyKind.Once));

        Assert.Equal(HttpStatusCode.Gone, (await PostAsync(old)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(stranger)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Tokens.Issue("nosuchalert", new(ReplyKind.Once)))).Status);
        // A permission has no second option.
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Tokens.Issue(id, new(ReplyKind.Answer, 1)))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync("decide")).Status);
        Assert.Empty(server.Replies);
    }

    [Fact]
    public async Task Withdrawn_request_takes_no_decision()
    {
        var token = await AskAsync(new(ReplyKind.Once));
        server.Pending.Clear();
        server.States.Clear();
        server.Send(Given.Folder, "session.idle", """{"sessionID":"ses_1"}""");
        await bridge.UntilStateAsync("withdrawn");

        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(token)).Status);
    }

    [Fact]
    public async Task Get_shows_the_whole_request_and_a_form_and_decides_nothing()
    {
        var id = await AlertAsync("echo '<script>alert(1)</script>' && \u202Erm -rf /");
        var token = Tokens.Issue(id, new(ReplyKind.Always));

        for (var call = 0; call < 3; call++)
        {
            using var response = await phone.GetAsync(new Uri($"/d/{token}", UriKind.Relative), TestContext.Current.CancellationToken);
            var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("<form method=\"post\"><button>Always allow</button></form>", html, StringComparison.Ordinal);
            Assert.Contains("Always allows <code>ls *</code>", html, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"<script|<style|\sstyle=|\son[a-z]+=|javascript:", html);
            Assert.DoesNotContain('\u202E', html);
            Assert.DoesNotContain("unsafe", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.Contains("no-store", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }

        Assert.Empty(server.Replies);
        Assert.Equal("open", (await bridge.UntilAlertAsync()).GetProperty("state").GetString());
        using var style = await phone.GetAsync(new Uri("/d/decision.css", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/css", style.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Form_of_a_browser_decides_and_is_answered_by_a_page()
    {
        var token = await AskAsync(new(ReplyKind.Once));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/d/{token}") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        request.Headers.Add("Origin", bridge.Url.GetLeftPart(UriPartial.Authority));
        request.Headers.Add("Sec-Fetch-Site", "same-origin");

        using var response = await phone.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Allowed once by ntfy", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Single(server.Replies);
    }

    [Fact]
    public async Task Form_on_another_site_is_refused()
    {
        var token = await AskAsync(new(ReplyKind.Once));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/d/{token}") { Content = new FormUrlEncodedContent([]) };
        request.Headers.Add("Origin", "https://evil.example");

        using var response = await phone.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(server.Replies);
    }

    private DecisionTokens Tokens => bridge.Services.GetRequiredService<DecisionTokens>();

    private async Task<string> AlertAsync(string command = "ls -la")
    {
        server.AskPermission("per_1", command: command);
        return (await bridge.UntilAlertAsync()).GetProperty("id").GetString()!;
    }

    private async Task<string> IdAsync() => (await bridge.UntilAlertAsync()).GetProperty("id").GetString()!;

    private async Task<string> AskAsync(TokenChoice choice) => Tokens.Issue(await AlertAsync(), choice);

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string token)
    {
        using var content = new StringContent("", Encoding.UTF8);
        content.Headers.ContentType = null;
        using var response = await phone.PostAsync(new Uri($"/d/{token}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).RootElement);
    }
}
