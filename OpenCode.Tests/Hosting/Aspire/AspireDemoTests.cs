using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Testing;
using OpenCode.Tests.Bridge.Channels.Fakes;
using OpenCode.Tests.EndToEnd;

namespace OpenCode.Tests.Hosting.Aspire;

/// <summary>The application as Aspire's own testing library starts it: real processes, no dashboard.</summary>
[Collection(StackCollection.Name)]
public sealed class AspireDemoTests
{
    private const string Password = "password-of-the-bridge";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Demo_comes_up_healthy_and_its_permission_is_decided()
    {
        using var limit = new CancellationTokenSource(s_limit, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, TestContext.Current.CancellationToken);
        var cancel = either.Token;
        await using var ntfy = new FakeNtfy();
        await ntfy.StartAsync();
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.OpenCode_AppHost>(
            ["--demo", "--Parameters:opencode-password=password-of-the-server", $"--Parameters:bridge-password={Password}", $"--Parameters:ntfy-topic={ntfy.TopicUrl}"], cancel);
        await using var application = await builder.BuildAsync(cancel);
        await application.StartAsync(cancel);
        foreach (var service in (string[])["model", "opencode", "bridge"])
        {
            await application.ResourceNotifications.WaitForResourceHealthyAsync(service, cancel);
        }

        using var bridge = application.CreateHttpClient("bridge", "http");
        bridge.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{Password}")));
        var alert = await FirstAlertAsync(bridge, cancel);
        Assert.Equal("git log --oneline", (string?)alert["text"]);

        var listed = await application.ResourceCommands.ExecuteCommandAsync("bridge", "open-alerts", cancel);
        Assert.True(listed.Success, listed.Message);
        Assert.Contains("git log --oneline", listed.Data?.Value, StringComparison.Ordinal);

        var tested = await application.ResourceCommands.ExecuteCommandAsync("bridge", "test-alert", cancel);
        Assert.True(tested.Success, tested.Message);
        Assert.Equal("- **ntfy**: sent (accepted)", tested.Data?.Value);
        Assert.Contains(ntfy.Published, message => message.Title.StartsWith("Test of", StringComparison.Ordinal));

        using var decided = await bridge.PostAsJsonAsync($"/api/alerts/{alert["id"]}/decision", new { decision = "once" }, cancel);
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);

        var attach = await application.ResourceCommands.ExecuteCommandAsync("opencode", "attach", cancel);
        Assert.Equal($"opencode attach {application.GetEndpoint("opencode", "http").OriginalString.TrimEnd('/')}", attach.Data?.Value);
    }

    private static async Task<JsonObject> FirstAlertAsync(HttpClient bridge, CancellationToken cancel)
    {
        while (true)
        {
            if (await bridge.GetFromJsonAsync<JsonArray>("/api/alerts?state=open", cancel) is { Count: > 0 } alerts)
            {
                return Assert.Single(alerts)!.AsObject();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, cancel);
        }
    }
}
