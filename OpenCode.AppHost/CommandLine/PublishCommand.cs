using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Output;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.CommandLine;

/// <summary><c>publish</c>: settings → model → files, checked against the format's rules before one of them is written.</summary>
internal static class PublishCommand
{
    /// <param name="folder">Where to write; null: <c>aspirate-output</c> beside the solution.</param>
    /// <param name="dryRun">Show the difference as a patch and write nothing.</param>
    /// <param name="error">Warnings go there.</param>
    /// <exception cref="Stack.Settings.SettingsException">A setting is wrong, or cannot be published.</exception>
    /// <exception cref="HostFailure">A rule is broken, or the folder cannot be written.</exception>
    public static async Task<int> RunAsync(
        string[] settingArguments, string? folder, IPublishFormat format, bool dryRun, TextWriter output, TextWriter error)
    {
        var solution = SolutionFolder.Find();
        var configuration = StackConfiguration.Build(settingArguments);
        var settings = StackSettings.Read(configuration);
        var model = OpenCodeStack.Create(settings, RunCommand.Places(solution, new RunFolder(Path.Combine(solution, ".run"))));
        var given = RunCommand.Secrets(configuration).Given(model);
        await WriteAsync(format, new Deployment(model, settings), given, Path.GetFullPath(folder ?? Path.Combine(solution, "aspirate-output")), dryRun, output, error);
        return 0;
    }

    /// <inheritdoc cref="RunAsync"/>
    /// <param name="given">Secrets of this machine, which no file may hold.</param>
    /// <param name="root">Where to write.</param>
    internal static async Task WriteAsync(
        IPublishFormat format, Deployment deployment, SecretValues given, string root, bool dryRun, TextWriter output, TextWriter error)
    {
        var rendering = Publisher.Render(format, deployment, new GivenSecretsStayOut(Values(deployment.Model, given)));
        var plan = new OutputPlanner(root).Plan(rendering);
        if (dryRun)
        {
            foreach (var change in plan.Changes)
            {
                await output.WriteAsync(UnifiedDiff.Of(change));
            }
        }
        else
        {
            new OutputWriter(root).Write(plan);
            foreach (var change in plan.Changes)
            {
                await output.WriteLineAsync($"{(change.Before is null ? "new    " : change.After is null ? "removed" : "changed")}  {change.Path}");
            }

            await output.WriteLineAsync($"{root}: {plan.Changes.Count} of {plan.Changes.Count + plan.Unchanged} files written");
        }

        foreach (var left in LeftBehind.In(root, rendering))
        {
            await error.WriteLineAsync($"warning: {Path.Combine(root, left)}: an instance that no setting asks for any more. It was left as it is, and may still run; how to remove it stands in docs/deploy.md");
        }

        // Not in the patch: everything that is no difference goes beside it.
        var beside = dryRun ? error : output;
        foreach (var note in rendering.Notes)
        {
            await (note.IsWarning ? error : beside).WriteLineAsync(note.IsWarning ? $"warning: {note.Text}" : note.Text);
        }
    }

    private static Dictionary<string, string> Values(StackModel model, SecretValues given)
    {
        var values = new Dictionary<string, string>();
        foreach (var secret in model.Secrets)
        {
            if (given.Find(secret.Name) is { } value)
            {
                values[secret.Variable] = value;
            }
        }

        return values;
    }
}
