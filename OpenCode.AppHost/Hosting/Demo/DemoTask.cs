using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Demo;

/// <summary>
/// The demo's first prompt: one session in a repository of its own, one task that asks one permission. It waits in the
/// inbox; deciding it ends the session.
/// </summary>
internal sealed class DemoTask : IFirstTask
{
    private const string Prompt = "Sum up this repository's history."
        + " [[bash command='git log --oneline' description='Lists the commits']]"
        + " [[text The repository holds one commit, the one that began it.]]";

    private readonly string _workspace;
    private readonly string _password;
    private readonly TextWriter _console;
    private readonly TimeProvider _time;

    private DemoTask(string workspace, string password, TextWriter console, TimeProvider time)
    {
        _workspace = workspace;
        _password = password;
        _console = console;
        _time = time;
    }

    /// <exception cref="HostFailure">git is missing, or the workspace cannot be written.</exception>
    public static async Task<DemoTask> PrepareAsync(
        StackModel model, SecretValues secrets, TextWriter console, TimeProvider time, CancellationToken cancellationToken)
    {
        var workspace = Path.Combine(model.Volume(OpenCodeService.Workspaces).HostPath, "demo");
        await DemoRepository.EnsureAsync(workspace, cancellationToken);
        return new DemoTask(workspace, secrets[OpenCodeService.Password.Name], console, time);
    }

    public async Task RunAsync(Func<string, Uri> url, CancellationToken cancellationToken)
    {
        using var client = new OpenCodeClient(url(OpenCodeStack.OpenCode), OpenCodeService.UserName, _password, _time);
        var session = await client.CreateSessionAsync(_workspace, cancellationToken);
        await client.PromptAsync(_workspace, session, Prompt, cancellationToken);
        await _console.WriteLineAsync($"Demo: a session waits for your permission in the inbox: {url(OpenCodeStack.Bridge)}");
    }
}
