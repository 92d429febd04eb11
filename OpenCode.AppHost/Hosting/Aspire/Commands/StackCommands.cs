using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire.Commands;

/// <summary>What a person can do from the dashboard's menu of a resource, beside starting and stopping it.</summary>
internal static class StackCommands
{
    public static void AddTo(IDistributedApplicationBuilder builder, LocalStack stack, Func<string, Uri> url, HttpClient http, TimeProvider time)
    {
        var server = new OpenCodeCommands(stack, url(OpenCodeStack.OpenCode), time);
        builder.Resource(OpenCodeStack.OpenCode)
            .WithCommand("attach", "Copy attach command", server.AttachAsync, WhileHealthy("Copy", "The command that opens a terminal client."))
            .WithCommand("new-session", "New session", server.NewSessionAsync, WhileHealthy("ChatAdd", "A session in a workspace.", OpenCodeCommands.Workspace));

        var bridge = new BridgeCommands(http, url(OpenCodeStack.Bridge), stack.Secrets[BridgeService.Password.Name]);
        builder.Resource(OpenCodeStack.Bridge)
            .WithCommand("open-alerts", "Show open alerts", bridge.OpenAlertsAsync, WhileHealthy("AlertUrgent", "What waits for a decision."))
            .WithCommand("test-alert", "Send a test alert", bridge.SendTestAlertAsync, WhileHealthy("Send", "Through every channel, with what became of it."));
    }

    private static CommandOptions WhileHealthy(string icon, string description, params InteractionInput[] arguments) => new()
    {
        IconName = icon,
        Description = description,
        Arguments = arguments,
        UpdateState = context => context.ResourceSnapshot.HealthStatus is HealthStatus.Healthy ? ResourceCommandState.Enabled : ResourceCommandState.Disabled,
    };
}
