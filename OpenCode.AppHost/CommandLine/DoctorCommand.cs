using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Demo;
using OpenCode.AppHost.Hosting.Setup;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.CommandLine;

/// <summary><c>doctor</c>: what this machine has and lacks, a line each, in the words that a failed run uses.</summary>
internal static class DoctorCommand
{
    private enum State
    {
        Ok,

        /// <summary>Good to know; the stack runs without it.</summary>
        Note,

        /// <summary>The stack cannot run.</summary>
        Lacks,
    }

    /// <returns>0 when the stack can run, else 2.</returns>
    public static async Task<int> RunAsync(string[] settingArguments, TextWriter output, CancellationToken cancellationToken)
    {
        var solution = SolutionFolder.Find();
        var run = new RunFolder(Path.Combine(solution, ".run"));
        var configuration = StackConfiguration.Build(settingArguments);
        var settings = StackSettings.Read(configuration);
        var model = OpenCodeStack.Create(settings, RunCommand.Places(solution, run));
        var tools = new ToolSetup(run, Path.Combine(solution, "eng"), settings.Version, output, TimeProvider.System);

        var complete = tools.FindOpenCode() is not null && tools.HasAspireBundle;
        List<(State State, string Line)> findings =
        [
            (State.Ok, $".NET {Environment.Version}"),
            await NpmAsync(complete, cancellationToken),
            await GitAsync(cancellationToken),
            Tool(tools.FindOpenCode() is not null, $"OpenCode {settings.Version}"),
            Tool(tools.HasAspireBundle, "the Aspire dashboard with its orchestrator"),
            await ContainersAsync(cancellationToken),
            Checked(() => RunCommand.CheckHost(settings), "the stack runs as processes"),
            Checked(() => RunCommand.Secrets(configuration).Check(model), "passwords are given, kept or will be made"),
            .. model.Services.Select(Port),
            .. model.Volumes.Select(Folder),
            .. model.Secrets.Where(secret => settings.Providers.Values.Contains(secret.Variable)).Select(secret =>
                configuration[secret.Variable] is { Length: > 0 } || configuration[$"Parameters:{secret.Name}"] is { Length: > 0 }
                    ? (State.Ok, $"{secret.Variable} is set")
                    : (State.Note, $"{secret.Variable} is not set: its models cannot be used (the demo needs none)")),
        ];

        foreach (var (state, line) in findings)
        {
            await output.WriteLineAsync($"{state.ToString().ToLowerInvariant(),-5}  {line}");
        }

        return findings.Any(finding => finding.State is State.Lacks) ? HostFailure.BadInput : 0;
    }

    private static async Task<(State, string)> NpmAsync(bool complete, CancellationToken cancellationToken) =>
        await NpmInstaller.VersionAsync(cancellationToken) is { } version ? (State.Ok, $"npm {version}")
            : complete ? (State.Note, "npm was not found; everything that it would install is there")
            : (State.Lacks, NpmInstaller.NpmMissing);

    private static async Task<(State, string)> GitAsync(CancellationToken cancellationToken) =>
        await ExternalCommand.ProbeAsync("git", ["--version"], cancellationToken) is { ExitCode: 0 } git
            ? (State.Ok, git.Output)
            : (State.Note, $"{DemoRepository.GitMissing} (only the demo and the agent's own work need it)");

    private static async Task<(State, string)> ContainersAsync(CancellationToken cancellationToken) =>
        await ContainerRuntime.FindAsync(cancellationToken) is { } runtime
            ? (State.Ok, $"{runtime} works")
            : (State.Note, "no container runtime works (docker, podman); none is needed");

    private static (State, string) Tool(bool installed, string name) =>
        installed ? (State.Ok, $"{name} is installed") : (State.Note, $"{name} is not installed yet: the first run does it");

    private static (State, string) Port(Service service) => Checked(
        () => LoopbackPorts.Check(service),
        service.Endpoint.Port is 0 ? $"{service.Name} takes a free port" : $"port {service.Endpoint.Port} is free for {service.Name}");

    private static (State, string) Folder(Volume volume) => Checked(() => HostFolders.Check(volume), $"{volume.Name} in {volume.HostPath}");

    private static (State, string) Checked(Action check, string ok)
    {
        try
        {
            check();
            return (State.Ok, ok);
        }
        catch (HostFailure failure)
        {
            return (State.Lacks, failure.Message);
        }
    }
}
