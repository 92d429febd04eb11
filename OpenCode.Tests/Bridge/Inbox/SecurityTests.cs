using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenCode.AppHost.CommandLine;
using OpenCode.Bridge.Inbox.Security;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed partial class SecurityTests
{
    private const string Json = "application/json";

    [Theory]
    [InlineData("/")]
    [InlineData("/inbox.js")]
    [InlineData("/api/alerts")]
    [InlineData("/api/sessions")]
    [InlineData("/nosuch")]
    public async Task Without_the_password_nothing_is_served(string path)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_PASSWORD"] = "right");

        using var response = await SendAsync(bridge, HttpMethod.Get, path);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Basic", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    /// <summary>Whatever is mapped, now or later: the page's worker, manifest and icons too.</summary>
    [Fact]
    public async Task Without_the_password_every_route_answers_with_the_challenge_and_nothing_else()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_PASSWORD"] = "right");
        var routes = bridge.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Path: $"/{route.RoutePattern.RawText!.Trim('/')}")))
            .Where(route => route.Path is not ("/alive" or "/health" or "/metrics") && !route.Path.StartsWith("/d/", StringComparison.Ordinal))
            .ToList();
        foreach (var path in (string[])["/", "/sw.js", "/manifest.webmanifest", "/icon.svg", "/icon-192.png", "/icon-512.png", "/inbox.js", "/inbox.css", "/api/events", "/api/audit"])
        {
            Assert.Contains(("GET", path), routes);
        }

        foreach (var (method, path) in routes)
        {
            using var response = await SendAsync(bridge, new(method), path.Replace("{id}", "some", StringComparison.Ordinal));

            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, response.StatusCode));
            Assert.Equal("", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("right", "opencode", HttpStatusCode.OK)]
    [InlineData("Right", "opencode", HttpStatusCode.Unauthorized)]
    [InlineData("right", "other", HttpStatusCode.Unauthorized)]
    [InlineData("", "opencode", HttpStatusCode.Unauthorized)]
    public async Task Password_and_user_name_are_checked(string password, string userName, HttpStatusCode expected)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_PASSWORD"] = "right");

        using var response = await SendAsync(bridge.LogIn(password, userName), HttpMethod.Get, "/api/alerts");

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Password_of_the_only_server_is_that_of_the_inbox()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Password = "shared");
        await using var bridge = await RunningBridge.StartAsync(server);

        using var without = await SendAsync(bridge, HttpMethod.Get, "/api/alerts");
        using var with = await SendAsync(bridge.LogIn("shared"), HttpMethod.Get, "/api/alerts");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (without.StatusCode, with.StatusCode));
    }

    [Fact]
    public async Task Decider_is_named()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => (settings["BRIDGE_USERNAME"], settings["BRIDGE_PASSWORD"]) = ("ada", "right"));
        bridge.LogIn("right", "ada");
        server.AskPermission("per_1");

        var (_, body) = await bridge.DecideAsync(await bridge.UntilAlertAsync(), """{"decision":"once"}""");

        Assert.Equal("ada", body.GetProperty("decidedBy").GetString());
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Probes_need_neither_password_nor_name(string path)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_PASSWORD"] = "right");

        using var response = await SendAsync(bridge, HttpMethod.Get, path, host: "10.1.2.3:8081");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1:{port}", false, HttpStatusCode.OK)]
    [InlineData("localhost:{port}", false, HttpStatusCode.OK)]
    [InlineData("[::1]:{port}", false, HttpStatusCode.OK)]
    [InlineData("127.0.0.1:1", false, HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost", false, HttpStatusCode.MisdirectedRequest)]
    [InlineData("evil.example:{port}", false, HttpStatusCode.MisdirectedRequest)]
    [InlineData("oc.example", false, HttpStatusCode.MisdirectedRequest)]
    [InlineData("oc.example", true, HttpStatusCode.OK)]
    [InlineData("OC.example:443", true, HttpStatusCode.OK)]
    [InlineData("oc.example:8443", true, HttpStatusCode.MisdirectedRequest)]
    [InlineData("localhost:{port}", true, HttpStatusCode.OK)]
    [InlineData("evil.example:{port}", true, HttpStatusCode.MisdirectedRequest)]
    public async Task Host_must_be_the_bridges_own(string host, bool password, HttpStatusCode expected)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings =>
        {
            settings["BRIDGE_PUBLIC_URL"] = "https://oc.example";
            settings["BRIDGE_PASSWORD"] = password ? "right" : "";
        });

        using var response = await SendAsync(bridge.LogIn("right"), HttpMethod.Get, "/api/alerts", host: host.Replace("{port}", $"{bridge.Url.Port}", StringComparison.Ordinal));

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.NotFound)]
    [InlineData("{own}", "same-origin", HttpStatusCode.NotFound)]
    [InlineData("https://oc.example", null, HttpStatusCode.NotFound)]
    [InlineData("http://oc.example", null, HttpStatusCode.Forbidden)]
    [InlineData("https://evil.example", null, HttpStatusCode.Forbidden)]
    [InlineData("null", null, HttpStatusCode.Forbidden)]
    [InlineData(null, "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("{own}", "cross-site", HttpStatusCode.Forbidden)]
    public async Task Change_asked_for_by_another_site_is_refused(string? origin, string? site, HttpStatusCode expected)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings =>
        {
            settings["BRIDGE_PUBLIC_URL"] = "https://oc.example";
            settings["BRIDGE_PASSWORD"] = "right";
        });

        using var response = await SendAsync(bridge.LogIn("right"), HttpMethod.Post, "/api/alerts/nosuch/decision", body: """{"decision":"once"}""", headers: new()
        {
            ["Origin"] = origin?.Replace("{own}", bridge.Url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal),
            ["Sec-Fetch-Site"] = site,
        });

        Assert.Equal(expected, response.StatusCode);
    }

    [Theory]
    [InlineData(Json, HttpStatusCode.NotFound)]
    [InlineData("application/json; charset=utf-8", HttpStatusCode.NotFound)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json-seq", HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, HttpStatusCode.UnsupportedMediaType)]
    public async Task Change_must_be_json(string? contentType, HttpStatusCode expected)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        using var response = await SendAsync(bridge, HttpMethod.Post, "/api/alerts/nosuch/decision", body: """{"decision":"once"}""", contentType: contentType);

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Large_body_is_refused()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        using var response = await SendAsync(bridge, HttpMethod.Post, "/api/alerts/nosuch/decision", body: $$"""{"decision":"reject","message":"{{new string('a', 70_000)}}"}""");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task A_get_never_decides()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        var id = (await bridge.UntilAlertAsync()).GetProperty("id").GetString();

        using var response = await SendAsync(bridge, HttpMethod.Get, $"/api/alerts/{id}/decision?decision=once");

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Empty(server.Replies);
    }

    [Fact]
    public async Task Page_runs_under_a_policy_without_inline_code()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        using var response = await SendAsync(bridge, HttpMethod.Get, "/");
        var html = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotMatch(InlineCode(), html);
    }

    [Fact]
    public void Pages_sources_turn_no_text_into_markup_or_code()
    {
        var sources = Directory.GetFiles(Path.Combine(SolutionFolder.Find(), "OpenCode.Bridge", "Inbox", "Page", "src"), "*.ts*", SearchOption.AllDirectories);

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.DoesNotMatch(@"innerHTML|InnerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", File.ReadAllText(source)));
    }

    [Fact]
    public void Failed_logins_wait_longer_and_are_forgotten_in_time()
    {
        var time = new FakeTimeProvider();
        var failures = new FailedLogins(time);
        var address = IPAddress.Parse("192.0.2.1");

        var waits = Enumerable.Range(0, 8).Select(_ => failures.Count(address).TotalMilliseconds).ToList();

        Assert.Equal([100, 200, 400, 800, 1600, 3200, 5000, 5000], waits);
        Assert.Equal(100, failures.Count(IPAddress.Parse("192.0.2.2")).TotalMilliseconds);
        time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(100, failures.Count(address).TotalMilliseconds);
    }

    [Fact]
    public void Failed_logins_of_many_addresses_take_bounded_memory()
    {
        var failures = new FailedLogins(new FakeTimeProvider());

        for (var number = 0; number < FailedLogins.Limit + 50; number++)
        {
            failures.Count(new IPAddress(number));
        }

        Assert.Equal(FailedLogins.Limit, failures.Remembered);
    }

    [Fact]
    public async Task Right_password_does_not_wait_for_the_failures_of_others()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["BRIDGE_PASSWORD"] = "right");
        var failures = (FailedLogins)bridge.Services.GetService(typeof(FailedLogins))!;
        for (var number = 0; number < 10; number++)
        {
            failures.Count(IPAddress.Loopback);
        }

        bridge.LogIn("wrong");
        var wrong = SendAsync(bridge, HttpMethod.Get, "/api/alerts");
        bridge.LogIn("right");
        using var right = await SendAsync(bridge, HttpMethod.Get, "/api/alerts");

        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.False(wrong.IsCompleted);
    }

    private static Task<HttpResponseMessage> SendAsync(
        RunningBridge bridge,
        HttpMethod method,
        string path,
        string? host = null,
        string? body = null,
        string? contentType = Json,
        Dictionary<string, string?>? headers = null)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Host = host;
        foreach (var (name, value) in (headers ?? []).Where(header => header.Value is not null))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return bridge.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();
}
