using OpenCode.AppHost.Hosting.Setup;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>Whether OpenCode runs as a process or in a container.</summary>
internal static class RuntimeChoice
{
    /// <summary>
    /// <c>auto</c> chooses once, a container where a runtime works, and remembers it below <c>.run</c>. The demo needs
    /// neither download nor internet: there <c>auto</c> is a process.
    /// </summary>
    /// <exception cref="HostFailure">A container is asked for and nothing runs containers here.</exception>
    public static async Task<bool> IsContainerAsync(StackSettings settings, RunFolder run, bool demo, CancellationToken cancellationToken)
    {
        var memory = Path.Combine(run.Root, "runtime");
        var choice = settings.Runtime is not StackRuntime.Auto ? settings.Runtime
            : demo ? StackRuntime.Process
            : Remembered(memory);
        if (choice is StackRuntime.Process && !settings.NtfySelfHosted)
        {
            return false;
        }

        var works = await ContainerRuntime.FindAsync(cancellationToken) is not null;
        if (choice is StackRuntime.Auto)
        {
            choice = works ? StackRuntime.Container : StackRuntime.Process;
            Directory.CreateDirectory(run.Root);
            await File.WriteAllTextAsync(memory, choice + "\n", cancellationToken);
        }

        if (!works && (settings.NtfySelfHosted || choice is StackRuntime.Container))
        {
            var (setting, remedy) = settings.NtfySelfHosted ? ("Stack:Ntfy:SelfHosted", "leave it out")
                : settings.Runtime is StackRuntime.Auto ? ("Stack:OpenCode:Runtime", $"delete {memory}, where 'auto' remembers its choice")
                : ("Stack:OpenCode:Runtime", "use 'process'");
            throw new HostFailure($"{setting}: needs a container runtime, and neither docker nor podman works here: start one, or {remedy}");
        }

        return choice is StackRuntime.Container;
    }

    private static StackRuntime Remembered(string memory) =>
        File.Exists(memory) && Enum.TryParse<StackRuntime>(File.ReadAllText(memory), out var choice) ? choice : StackRuntime.Auto;
}
