using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Hosting.Demo;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire.Commands;

/// <summary>Commands of the server's menu.</summary>
internal sealed class OpenCodeCommands(LocalStack stack, Uri url, TimeProvider time)
{
    private const string WorkspaceArgument = "workspace";

    /// <summary>The one argument of <see cref="NewSessionAsync"/>.</summary>
    public static InteractionInput Workspace => new()
    {
        Name = WorkspaceArgument,
        Label = "Workspace",
        InputType = InputType.Text,
        Placeholder = "folder below the workspaces; empty: the workspaces themselves",
    };

    public Task<ExecuteCommandResult> AttachAsync(ExecuteCommandContext context) => Task.FromResult(CommandResults.Success(
        "Run this in a terminal", $"opencode attach {url.OriginalString}", CommandResultFormat.Text, displayImmediately: true));

    public async Task<ExecuteCommandResult> NewSessionAsync(ExecuteCommandContext context)
    {
        var root = stack.Model.Volume(OpenCodeService.Workspaces).HostPath;
        var folder = Path.GetFullPath(Path.Combine(root, context.Arguments.GetString(WorkspaceArgument) ?? string.Empty));
        if (folder != root && !folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return CommandResults.Failure($"{folder} is not below {root}");
        }

        if (!Directory.Exists(folder))
        {
            return CommandResults.Failure($"{folder} does not exist");
        }

        var server = context.Services.GetResource<IOpenCodeResource>(OpenCodeStack.OpenCode);
        using var client = new OpenCodeClient(url, OpenCodeService.UserName, stack.Secrets[OpenCodeService.Password.Name], time);
        try
        {
            var session = await client.CreateSessionAsync(server.PathOf(folder), context.CancellationToken);
            return CommandResults.Success($"Session {session} in {folder}", session, CommandResultFormat.Text);
        }
        catch (HttpRequestException exception)
        {
            return CommandResults.Failure(exception.Message);
        }
    }
}
