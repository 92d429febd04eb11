using System.Net;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCode.AppHost.Hosting.Aspire.Commands;

namespace OpenCode.Tests.Hosting.Aspire.Commands;

public sealed class BridgeCommandsTests
{
    private const string Password = "password-of-the-bridge";

    [Fact]
    public async Task Test_alert_tells_what_became_of_it_on_every_channel()
    {
        var result = await SendAsync("""{ "channels": [ { "channel": "ntfy", "ok": true, "detail": "delivered in 80 ms" }, { "channel": "webhook", "ok": true, "detail": null } ] }""");

        Assert.True(result.Success);
        Assert.Equal("- **ntfy**: sent (delivered in 80 ms)\n- **webhook**: sent", result.Data?.Value);
    }

    [Fact]
    public async Task Channel_that_refuses_makes_the_command_fail_and_says_why()
    {
        var result = await SendAsync("""{ "channels": [ { "channel": "ntfy", "ok": true, "detail": null }, { "channel": "discord", "ok": false, "detail": "401 Unauthorized" } ] }""");

        Assert.False(result.Success);
        Assert.Equal("1 of 2 channels failed", result.Message);
        Assert.Contains("- **discord**: failed (401 Unauthorized)", result.Data?.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_channel_is_a_failure_that_names_the_variables()
    {
        var result = await SendAsync("""{ "channels": [] }""");

        Assert.False(result.Success);
        Assert.Contains("NTFY_TOPIC", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bridge_that_cannot_do_it_is_named_with_its_answer()
    {
        var result = await SendAsync("{}", HttpStatusCode.NotFound);

        Assert.False(result.Success);
        Assert.Equal("The bridge answered POST /api/test with status 404", result.Message);
    }

    private static async Task<ExecuteCommandResult> SendAsync(string answer, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var http = new HttpClient(new FakeBridge(answer, status));
        return await new BridgeCommands(http, new Uri("http://127.0.0.1:8081"), Password).SendTestAlertAsync(new ExecuteCommandContext
        {
            Services = EmptyServices.Instance,
            ResourceName = "bridge",
            CancellationToken = TestContext.Current.CancellationToken,
            Logger = NullLogger.Instance,
            Arguments = new InteractionInputCollection([]),
        });
    }

    /// <summary>Refuses what the bridge refuses: another password, another method, another content type.</summary>
    private sealed class FakeBridge(string answer, HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{Password}"));
            var refusal = request.RequestUri!.AbsolutePath != "/api/test" || request.Method != HttpMethod.Post ? HttpStatusCode.MethodNotAllowed
                : request.Headers.Authorization?.ToString() != $"Basic {credentials}" ? HttpStatusCode.Unauthorized
                : request.Content?.Headers.ContentType?.MediaType != "application/json" ? HttpStatusCode.UnsupportedMediaType
                : (HttpStatusCode?)null;
            return Task.FromResult(new HttpResponseMessage(refusal ?? status) { Content = new StringContent(refusal is null ? answer : "{}", Encoding.UTF8, "application/json") });
        }
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
