using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Demo;
using OpenCode.AppHost.Hosting.Secrets;
using OpenCode.AppHost.Hosting.Setup;
using OpenCode.AppHost.Stack;
#if ASPIRE
using OpenCode.AppHost.Hosting.Aspire;
using OpenCode.AppHost.Publishing;
#else
using OpenCode.AppHost.Hosting.Embedded;
#endif

namespace OpenCode.AppHost.CommandLine;

/// <summary><c>dotnet run --project OpenCode.AppHost [-- --demo]</c>: settings → model → set-up → host.</summary>
internal static class RunCommand
{
    /// <param name="aspireArguments">Aspire's own; none where it is not built in.</param>
    /// <exception cref="Stack.Settings.SettingsException">A setting is wrong.</exception>
    /// <exception cref="HostFailure">This machine cannot run the stack, or it failed.</exception>
    public static async Task<int> RunAsync(
        string[] settingArguments, string[] aspireArguments, bool demo, TextWriter output, TextWriter error, CancellationToken stop)
    {
        var time = TimeProvider.System;
        var solution = SolutionFolder.Find();
        var run = new RunFolder(Path.Combine(solution, ".run"));
        var configuration = StackConfiguration.Build(settingArguments);
        var settings = StackSettings.Read(configuration);
        CheckHost(settings);
        var model = OpenCodeStack.Create(settings, Places(solution, run), demo);
        var store = Secrets(configuration);
        var setup = new ToolSetup(run, Path.Combine(solution, "eng"), settings.Version, output, time);
#if ASPIRE
        if (AspireArguments.ArePublish(aspireArguments))
        {
            var deployment = new Deployment(model, settings);
            return await AspirePublish.RunAsync(
                deployment,
                store.Given(model),
                run,
                aspireArguments,
                Path.Combine(solution, "aspire-output"),
                folder => PublishCommand.WriteAsync(PublishFormats.All[0], deployment, store.Given(model), folder, dryRun: false, output, error),
                time,
                stop);
        }
#endif

        // The host does all three again, since the set-up takes a while. Here they cost nothing, and nobody waits for a
        // download to learn that a port is taken.
        new StackFile(run.StackFile).RefuseSecondHost();
        LoopbackPorts.Check(model.Services);
        HostFolders.Check(model.Volumes);

        var secrets = store.Resolve(model, demo);
        async Task<LocalStack> StackWithAsync(Toolchain tools)
        {
            var firstTask = demo ? await DemoTask.PrepareAsync(model, secrets, output, time, stop) : null;
            await output.WriteLineAsync(SignIn(secrets));
            return new(model, secrets, run, tools, firstTask);
        }
#if ASPIRE
        var container = await RuntimeChoice.IsContainerAsync(settings, run, demo, stop) ? await ContainerPerson.FindAsync(stop) : null;
        var tools = new Toolchain(container is not null ? string.Empty : await setup.EnsureOpenCodeAsync(stop), string.Empty, string.Empty);
        model = container is not null || settings.NtfySelfHosted ? await LocalImages.PreferAsync(model, stop) : model;
        return await AspireHost.RunAsync(await StackWithAsync(tools), container, aspireArguments, output, time, stop);
#else
        return await EmbeddedHost.RunAsync(await StackWithAsync(await setup.EnsureAsync(stop)), output, time, stop);
#endif
    }

    /// <exception cref="HostFailure">The host of this build cannot run what was asked for.</exception>
    internal static void CheckHost(StackSettings settings)
    {
#if !ASPIRE
        if (settings.Runtime is StackRuntime.Container)
        {
            throw new HostFailure("Stack:OpenCode:Runtime: 'container' needs Aspire, and this build has none of its packages; use 'process' or 'auto'");
        }

        if (settings.NtfySelfHosted)
        {
            throw new HostFailure("Stack:Ntfy:SelfHosted: needs Aspire and a container runtime, and this build has none of Aspire's packages; leave it out");
        }
#endif
    }

    internal static SecretStore Secrets(IConfiguration configuration) =>
        new(configuration, new UserSecretsFile(StackConfiguration.UserSecretsFile));

    private static string SignIn(SecretValues secrets)
    {
        var (server, inbox) = (secrets.SourceOf(OpenCodeService.Password.Name), secrets.SourceOf(BridgeService.Password.Name));
        return server == inbox
            ? $"Sign in to OpenCode and to the inbox as '{OpenCodeService.UserName}'; passwords: {server}"
            : $"Sign in as '{OpenCodeService.UserName}'; password of OpenCode: {server}; of the inbox: {inbox}";
    }

    internal static StackPlaces Places(string solution, RunFolder run) => new(
        solution,
        Folder(Environment.SpecialFolder.UserProfile),
        Folder(Environment.SpecialFolder.LocalApplicationData),
        run.Demo);

    // Unless told not to verify, a folder that does not exist yet is an empty text, and everything would land in the working directory.
    private static string Folder(Environment.SpecialFolder folder) =>
        Environment.GetFolderPath(folder, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } path
            ? path
            : throw new HostFailure($"this account has no {folder} folder; set HOME");
}
