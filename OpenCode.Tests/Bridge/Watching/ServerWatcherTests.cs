using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Watching;

namespace OpenCode.Tests.Bridge.Watching;

public sealed class ServerWatcherTests
{
    [Fact]
    public async Task Requests_that_were_pending_before_the_start_are_shown()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.AskPermission("per_1", announce: false));
        await using var bridge = await RunningBridge.StartAsync(server);

        Assert.Equal("per_1", (await bridge.UntilAlertAsync()).GetProperty("requestId").GetString());
        var calls = server.Calls.ToList();
        Assert.True(calls.IndexOf("GET /global/event") < calls.IndexOf("GET /permission"), "subscribe first, then the snapshot");
    }

    [Fact]
    public async Task Restart_of_the_server_withdraws_what_was_pending_and_the_watch_goes_on()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        await bridge.UntilStateAsync("open");

        await server.StopAsync();
        await bridge.UntilAsync(async () => await bridge.HealthAsync() == HttpStatusCode.ServiceUnavailable);
        Assert.Single(await bridge.AlertsAsync());
        await server.StartAsync();

        await bridge.UntilStateAsync("withdrawn");
        Assert.Equal(HttpStatusCode.OK, await bridge.HealthAsync());
        await bridge.UntilAsync(() => Task.FromResult(server.Connections == 1));
        server.AskPermission("per_2");
        await bridge.UntilStateAsync("open");
    }

    [Fact]
    public async Task Calls_that_a_starting_server_never_answers_are_given_up_and_repeated()
    {
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            fake.Unanswered = 2;
            fake.AskPermission("per_1");
        });
        await using var bridge = await RunningBridge.StartAsync(server);

        await bridge.UntilStateAsync("open");
    }

    [Fact]
    public async Task Wrong_password_is_told_once_and_survived()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Password = "new");
        await using var bridge = await RunningBridge.StartAsync(server, settings => settings["OPENCODE_SERVER_PASSWORD"] = "old", connected: false);
        await bridge.UntilAsync(() => Task.FromResult(server.Calls.Count >= 5));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bridge.HealthAsync());
        Assert.Single(bridge.Messages, message => message.Contains("refuses the user name or password", StringComparison.Ordinal));
        Assert.DoesNotContain("GET /global/event", server.Calls);

        server.Password = "old";

        await bridge.UntilAsync(async () => await bridge.HealthAsync() == HttpStatusCode.OK);
        Assert.DoesNotContain(bridge.Messages, message => message.Contains("old", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Second_generation_of_the_server_is_refused_with_the_reason()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Version = "2.0.1");
        await using var bridge = await RunningBridge.StartAsync(server, connected: false);

        await bridge.UntilAsync(() => Task.FromResult(bridge.Messages.Any(message => message.Contains("OpenCode 2.x", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await bridge.HealthAsync());
        Assert.DoesNotContain("GET /global/event", server.Calls);
    }

    [Fact]
    public async Task Broken_frames_are_told_once_a_kind_and_survived()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        server.SendRaw("{ broken");
        server.SendRaw("{ broken again");
        server.Send(Given.Folder, "permission.asked", """{"id":"per_0","patterns":["secret-text"]}""");
        server.Send(Given.Folder, "session.idle", "null");
        server.Send(Given.Folder, "question.asked", """{"id":"que_0","sessionID":"ses_1","questions":[null]}""");
        server.AskPermission("per_1");

        await bridge.UntilStateAsync("open");
        // The alert may come by a snapshot, before the frames.
        await bridge.UntilAsync(() => Task.FromResult(bridge.Messages.Count(message => message.Contains("cannot be read", StringComparison.Ordinal)) >= 4));
        Assert.Equal(4, bridge.Messages.Count(message => message.Contains("cannot be read", StringComparison.Ordinal)));
        Assert.DoesNotContain(bridge.Messages, message => message.Contains("secret-text", StringComparison.Ordinal));
        Assert.Single(server.Calls, call => call == "GET /global/event");
    }

    [Fact]
    public async Task Silent_stream_is_given_up_after_three_heartbeats()
    {
        var time = new FakeTimeProvider();
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server, services: services => services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(RunningBridge.Fast with { FirstByte = TimeSpan.FromHours(1), Call = TimeSpan.FromHours(1) }));

        time.Advance(new ServerTimings().Silence - TimeSpan.FromSeconds(1));
        Assert.Equal(HttpStatusCode.OK, await bridge.HealthAsync());
        time.Advance(TimeSpan.FromSeconds(1));

        await bridge.UntilAsync(() => Task.FromResult(bridge.Messages.Any(message => message.Contains("silent for 30 s", StringComparison.Ordinal))));
        await bridge.UntilAsync(() =>
        {
            // The delay before the next try begins a moment after the message.
            time.Advance(TimeSpan.FromMilliseconds(10));
            return Task.FromResult(server.Calls.Count(call => call == "GET /global/event") > 1);
        });
    }

    [Fact]
    public async Task Directory_that_hangs_hides_none_of_the_others()
    {
        var time = new FakeTimeProvider();
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            fake.AskPermission("per_1", announce: false);
            fake.Sessions["ses_hang"] = ("/workspaces/hangs", "Hangs", null);
            fake.Hangs = "/workspaces/hangs";
        });
        await using var bridge = await RunningBridge.StartAsync(server, services: services => services
            .AddSingleton<TimeProvider>(time)
            .AddSingleton(RunningBridge.Fast with { FirstByte = TimeSpan.FromHours(1), Silence = TimeSpan.FromHours(1), Call = TimeSpan.FromSeconds(60) }));

        await bridge.UntilAsync(async () =>
        {
            // In small steps: the other directory answers in real time.
            time.Advance(TimeSpan.FromSeconds(1));
            return (await bridge.AlertsAsync()).Any(alert => alert.GetProperty("kind").GetString() == "permission");
        });

        Assert.Equal(2, (await bridge.Client.GetFromJsonAsync<JsonElement>("/api/sessions", TestContext.Current.CancellationToken)).GetArrayLength());
        Assert.Single(bridge.Messages, message => message.Contains("one of its directories", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Directory_that_fails_keeps_what_is_known_about_it()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Sessions["ses_2"] = ("/workspaces/other", "Other", null));
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_1");
        await bridge.UntilStateAsync("open");
        server.Fails = Given.Folder;
        server.Pending["per_2"] = ("/workspaces/other", """{"id":"per_2","sessionID":"ses_2","permission":"bash","patterns":["id"]}""");
        server.States["ses_2"] = "busy";

        server.EndStreams();

        await bridge.UntilAlertAsync(alert => alert.GetProperty("requestId").GetString() == "per_2");
        Assert.Equal(["open", "open"], (await bridge.AlertsAsync("?state=all")).Select(alert => alert.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Server_that_fails_in_every_directory_is_told_of_once()
    {
        await using var server = await FakeOpenCode.StartAsync(fake =>
        {
            fake.AddSession("ses_1");
            fake.Fails = Given.Folder;
        });
        await using var bridge = await RunningBridge.StartAsync(server);

        await bridge.UntilAsync(() => Task.FromResult(server.Calls.Count(call => call == "GET /permission") >= 3));

        Assert.Single(bridge.Messages, message => message.Contains("did not tell what is pending", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Broken_entries_of_lists_are_skipped_and_told_once_a_kind()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        server.AskPermission("per_0", command: "was readable");
        await bridge.UntilStateAsync("open");
        server.AskPermission("per_1", announce: false);
        server.Pending["per_0"] = (Given.Folder, """{"id":"per_0"}""");
        server.Pending["per_2"] = (Given.Folder, "null");
        server.Pending["que_0"] = (Given.Folder, """{"id":"que_0","sessionID":"ses_1","questions":[null]}""");

        server.EndStreams();

        await bridge.UntilAlertAsync(alert => alert.GetProperty("requestId").GetString() == "per_1");
        Assert.Equal(["open", "open"], (await bridge.AlertsAsync("?state=all")).Select(alert => alert.GetProperty("state").GetString()));
        Assert.Equal(2, bridge.Messages.Count(message => message.Contains("left out silently", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Request_of_a_deleted_session_that_the_server_lists_for_ever_is_not_shown()
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.AskPermission("per_1"));
        server.Sessions.Clear();
        server.Sessions["ses_other"] = (Given.Folder, "Another session of the directory", null);
        await using var bridge = await RunningBridge.StartAsync(server);

        // The session is deleted: 404. Its request and its busy state stay.
        await bridge.UntilAsync(() => Task.FromResult(server.Calls.Contains("GET /session/ses_1")));
        Assert.Empty(await bridge.AlertsAsync("?state=all"));
    }

    [Fact]
    public void Back_off_doubles_up_to_its_limit_with_jitter()
    {
        var backOff = new BackOff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1), new Random(1));

        for (var full = 100.0; full <= 3200; full *= 2)
        {
            Assert.InRange(backOff.Next().TotalMilliseconds, Math.Min(full, 1000) / 2, Math.Min(full, 1000));
        }

        backOff.Reset();
        Assert.InRange(backOff.Next().TotalMilliseconds, 50, 100);
    }
}
