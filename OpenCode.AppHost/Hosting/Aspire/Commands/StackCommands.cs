using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenCode.AppHost.Hosting.Demo;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>What a person can do from the dashboard's menu of a resource, beside starting and stopping it.</summary>
internal sealed class StackCommands(LocalStack stack, Func<string, Uri> url, HttpClient http, TimeProvider time)
{
    private const string Workspace = "workspace";

    public static void AddTo(IDistributedApplicationBuilder builder, LocalStack stack, Func<string, Uri> url, HttpClient http, TimeProvider time)
    {
        var commands = new StackCommands(stack, url, http, time);
        builder.Resource(OpenCodeStack.OpenCode)
            .WithCommand("attach", "Copy attach command", commands.AttachAsync, WhileHealthy("Copy", "The command that opens a terminal client."))
            .WithCommand("new-session", "New session", commands.NewSessionAsync, WhileHealthy("ChatAdd", "A session in a workspace.",
                new InteractionInput
                {
                    Name = Workspace,
                    Label = "Workspace",
                    InputType = InputType.Text,
                    Placeholder = "folder below the workspaces; empty: the workspaces themselves",
                }));
        builder.Resource(OpenCodeStack.Bridge)
            .WithCommand("open-alerts", "Show open alerts", commands.OpenAlertsAsync, WhileHealthy("AlertUrgent", "What waits for a decision."));
    }

    private Task<ExecuteCommandResult> AttachAsync(ExecuteCommandContext context) => Task.FromResult(CommandResults.Success(
        "Run this in a terminal", $"opencode attach {url(OpenCodeStack.OpenCode).OriginalString}", CommandResultFormat.Text, displayImmediately: true));

    private Task<ExecuteCommandResult> NewSessionAsync(ExecuteCommandContext context) => SayFailureAsync(async () =>
    {
        var root = stack.Model.Volume(OpenCodeService.Workspaces).HostPath;
        var folder = Path.GetFullPath(Path.Combine(root, context.Arguments.GetString(Workspace) ?? string.Empty));
        if (folder != root && !folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return CommandResults.Failure($"{folder} is not below {root}");
        }

        if (!Directory.Exists(folder))
        {
            return CommandResults.Failure($"{folder} does not exist");
        }

        var server = context.Services.GetResource<IOpenCodeResource>(OpenCodeStack.OpenCode);
        using var client = new OpenCodeClient(url(OpenCodeStack.OpenCode), OpenCodeService.UserName, stack.Secrets[OpenCodeService.Password.Name], time);
        var session = await client.CreateSessionAsync(server.PathOf(folder), context.CancellationToken);
        return CommandResults.Success($"Session {session} in {folder}", session, CommandResultFormat.Text);
    });

    private Task<ExecuteCommandResult> OpenAlertsAsync(ExecuteCommandContext context) => SayFailureAsync(async () =>
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(url(OpenCodeStack.Bridge), "/api/alerts?state=open"));
        var credentials = $"{OpenCodeService.UserName}:{stack.Secrets[BridgeService.Password.Name]}";
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        using var response = await http.SendAsync(request, context.CancellationToken);
        var alerts = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonArray>(context.CancellationToken))!;
        var list = alerts.Count == 0 ? "Nothing waits for you." : string.Join('\n', alerts.Select(alert =>
            $"- **{alert!["kind"]}** in *{alert["title"]}* (`{alert["directory"]}`)\n\n      {$"{alert["text"]}".ReplaceLineEndings("\n      ")}\n"));
        return CommandResults.Success($"{alerts.Count} open", list, CommandResultFormat.Markdown, displayImmediately: true);
    });

    private static async Task<ExecuteCommandResult> SayFailureAsync(Func<Task<ExecuteCommandResult>> command)
    {
        try
        {
            return await command();
        }
        catch (HttpRequestException exception)
        {
            return CommandResults.Failure(exception.Message);
        }
    }

    private static CommandOptions WhileHealthy(string icon, string description, params InteractionInput[] arguments) => new()
    {
        IconName = icon,
        Description = description,
        Arguments = arguments,
        UpdateState = context => context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
    };
}
