using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenCode.Tests.Bridge;

/// <summary>A day on which everything fails, with a mark on each secret and on each thing that others wrote.</summary>
public sealed class LogScanTests
{
    private const string Secret = "s3cret";
    private const string Raw = "pr0vider";

    [Fact]
    public async Task Log_holds_no_secret_and_nothing_that_others_wrote_even_when_it_tells_everything()
    {
        await using var service = await FailingServiceAsync();
        var url = service.Urls.First();
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Password = $"{Secret}-server");
        var bridge = await RunningBridge.StartAsync(server, settings =>
        {
            settings["Logging:LogLevel:Default"] = "Trace";
            settings["BRIDGE_PASSWORD"] = $"{Secret}-bridge";
            settings["BRIDGE_SIGNING_KEY"] = $"{Secret}-0123456789abcdef0123456789abcdef";
            settings["NTFY_TOPIC"] = $"{url}/{Secret}-topic";
            settings["NTFY_TOKEN"] = $"{Secret}-ntfy";
            settings["NTFY_REPLY_TOPIC"] = $"{url}/{Secret}-replies";
            settings["NTFY_REPLY_TOKEN"] = $"{Secret}-reply";
            settings["DISCORD_WEBHOOK_URL"] = $"{url}/api/webhooks/1/{Secret}-discord";
            settings["WEBHOOK_URL"] = $"{url}/hook?token={Secret}-hook";
            settings["WEBHOOK_SECRET"] = $"{Secret}-signature";
            settings["ALERT_GRACE"] = "0s";
        });
        await using (bridge)
        {
            await GuessAsync(bridge);
            bridge.LogIn($"{Secret}-bridge");
            await FailAsync(server, bridge);
            await TestChannelsAsync(bridge);
            await server.StopAsync();
            await bridge.UntilAsync(async () => await bridge.HealthAsync() == HttpStatusCode.ServiceUnavailable);
        }

        Assert.Contains(bridge.Messages, line => line.Contains("Not connected", StringComparison.Ordinal));
        Assert.DoesNotContain(bridge.Messages, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.DoesNotContain(bridge.Messages, line => line.Contains(Raw, StringComparison.Ordinal));
    }

    [Fact]
    public void A_secret_in_a_line_is_found() => Assert.Throws<InvalidOperationException>(
        () => LoggedSecrets.Check(new Dictionary<string, string?> { ["NTFY_TOKEN"] = "tk_12345" }, ["Sent with tk_12345"]));

    private static async Task FailAsync(FakeOpenCode server, RunningBridge bridge)
    {
        server.SendRaw($"{Raw} {Secret}");
        server.SendRaw($$$"""{"payload":{"type":"permission.asked","properties":"{{{Raw}}} {{{Secret}}}"}}""");
        server.SendRaw($$$$"""{"payload":{"type":"{{{{Raw}}}}.{{{{Secret}}}}","properties":{}}}""");
        server.AskPermission("per_1", command: $"curl -H 'Authorization: {Secret}-command' {Raw}");
        server.Send(
            Given.Folder,
            "session.error",
            $$$$"""{"sessionID":"ses_1","error":{"name":"APIError","data":{"message":"{{{{Raw}}}} {{{{Secret}}}}","statusCode":401,"responseBody":"{{{{Raw}}}} {{{{Secret}}}}"}}}""");
        var alert = await bridge.UntilAlertAsync(one => one.GetProperty("kind").GetString() == "permission");
        server.ReplyStatus = 500;
        await bridge.DecideAsync(alert, $$"""{"decision":"reject","message":"{{Secret}} {{Raw}}"}""");
        server.ReplyStatus = null;
    }

    private static async Task GuessAsync(RunningBridge bridge)
    {
        bridge.LogIn($"{Secret}-guess", $"{Raw}");
        using var response = await bridge.Client.GetAsync(new Uri("/api/alerts", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static async Task TestChannelsAsync(RunningBridge bridge)
    {
        using var content = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var response = await bridge.Client.PostAsync(new Uri("/api/test", UriKind.Relative), content, TestContext.Current.CancellationToken);
        var outcome = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(Secret, outcome, StringComparison.Ordinal);
        Assert.DoesNotContain(Raw, outcome, StringComparison.Ordinal);
    }

    /// <summary>Stands for every channel: it fails, and says at length why.</summary>
    private static async Task<WebApplication> FailingServiceAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var service = builder.Build();
        service.Urls.Add("http://127.0.0.1:0");
        service.Run(context =>
        {
            context.Response.StatusCode = context.Request.Path.Value!.Contains("webhooks", StringComparison.Ordinal) ? 404 : 500;
            return context.Response.WriteAsync($$"""{"error":"{{Raw}} {{Secret}}"}""");
        });
        await service.StartAsync(TestContext.Current.CancellationToken);
        return service;
    }
}
