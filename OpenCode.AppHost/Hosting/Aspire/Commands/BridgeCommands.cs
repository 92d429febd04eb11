using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire.Commands;

/// <summary>Commands of the bridge's menu. Each is one call of the bridge's API, told in words.</summary>
internal sealed class BridgeCommands(HttpClient http, Uri url, string password)
{
    private const string NoChannel = "No channel is set up: give the bridge NTFY_TOPIC, DISCORD_WEBHOOK_URL or WEBHOOK_URL";

    private readonly AuthenticationHeaderValue _credentials =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{OpenCodeService.UserName}:{password}")));

    public Task<ExecuteCommandResult> OpenAlertsAsync(ExecuteCommandContext context) =>
        AskAsync(HttpMethod.Get, "/api/alerts?state=open", answer => ListAlerts(answer.AsArray()), context.CancellationToken);

    public Task<ExecuteCommandResult> SendTestAlertAsync(ExecuteCommandContext context) =>
        AskAsync(HttpMethod.Post, "/api/test", answer => ListOutcomes(answer["channels"]!.AsArray()), context.CancellationToken);

    private static ExecuteCommandResult ListAlerts(JsonArray alerts)
    {
        var list = alerts.Count == 0 ? "Nothing waits for you." : string.Join('\n', alerts.Select(alert =>
            $"- **{alert!["kind"]}** in *{alert["title"]}* (`{alert["directory"]}`)\n\n      {$"{alert["text"]}".ReplaceLineEndings("\n      ")}\n"));
        return CommandResults.Success($"{alerts.Count} open", list, CommandResultFormat.Markdown, displayImmediately: true);
    }

    private static ExecuteCommandResult ListOutcomes(JsonArray channels)
    {
        if (channels.Count == 0)
        {
            return CommandResults.Failure(NoChannel);
        }

        var failed = channels.Count(channel => !channel!["ok"]!.GetValue<bool>());
        var list = string.Join('\n', channels.Select(channel =>
            $"- **{channel!["channel"]}**: {(channel["ok"]!.GetValue<bool>() ? "sent" : "failed")}{(channel["detail"] is { } detail ? $" ({detail})" : string.Empty)}"));
        return failed == 0
            ? CommandResults.Success($"Sent through {channels.Count}", list, CommandResultFormat.Markdown, displayImmediately: true)
            : CommandResults.Failure($"{failed} of {channels.Count} channels failed", new CommandResultData { Value = list, Format = CommandResultFormat.Markdown, DisplayImmediately = true });
    }

    private async Task<ExecuteCommandResult> AskAsync(
        HttpMethod method, string path, Func<JsonNode, ExecuteCommandResult> inWords, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(url, path));
        request.Headers.Authorization = _credentials;
        request.Content = method == HttpMethod.Post ? JsonContent.Create(new JsonObject()) : null; // the bridge takes JSON only
        try
        {
            using var response = await http.SendAsync(request, cancellationToken);
            return response.IsSuccessStatusCode
                ? inWords((await response.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!)
                : CommandResults.Failure($"The bridge answered {method} {path} with status {(int)response.StatusCode}");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException)
        {
            return CommandResults.Failure($"The bridge could not be asked: {exception.Message}");
        }
    }
}
