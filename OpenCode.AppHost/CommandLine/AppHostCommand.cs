using System.CommandLine;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Stack.Settings;
#if ASPIRE
using OpenCode.AppHost.Hosting.Aspire;
#endif

namespace OpenCode.AppHost.CommandLine;

/// <summary>
/// The command line: <c>run</c> (the default, with <c>--demo</c>), <c>publish</c> and <c>doctor</c>. Everything of the form
/// <c>--Stack:…=value</c> is a setting. Exit codes: 0 done, 1 failed at run time, 2 bad settings or arguments.
/// </summary>
internal static class AppHostCommand
{
    private static readonly string[] s_settingPrefixes = ["--Stack:", "--Parameters:"];

    public static async Task<int> InvokeAsync(string[] args, TextWriter output, TextWriter error)
    {
        string[] aspire = [];
#if ASPIRE
        (aspire, args) = AspireArguments.Split(args);
#endif
        var settings = args.Where(IsSetting).ToArray();
        var root = Create(settings, aspire, output, error);
        var parsed = root.Parse([.. args.Where(argument => !IsSetting(argument))]);
        if (parsed.Errors.Count > 0)
        {
            return await FailAsync(error, parsed.Errors.Select(problem => problem.Message));
        }

        if (settings.FirstOrDefault(setting => !setting.Contains('=', StringComparison.Ordinal)) is { } incomplete)
        {
            return await FailAsync(error, [$"{incomplete}: write it as {incomplete}=value"]);
        }

        try
        {
            using var stop = new StopSignals();
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null, // StopSignals does it: an orderly stop takes as long as it takes
                },
                stop.Token);
        }
        catch (SettingsException exception)
        {
            return await FailAsync(error, exception.Problems.Select(problem => problem.ToString()));
        }
        catch (HostFailure failure)
        {
            await FailAsync(error, failure.Message.Split(Environment.NewLine));
            return failure.ExitCode;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(error, [exception.Message]); // a folder or a disk of this machine
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    private static RootCommand Create(string[] settings, string[] aspire, TextWriter output, TextWriter error)
    {
        var demo = new Option<bool>("--demo") { Description = "Run with a scripted model: no key, no internet; data below .run/demo." };
        var root = new RootCommand("OpenCode's remote home: the local stack with its dashboard. Any setting: --Stack:Section:Key=value.") { demo };
        root.SetAction((parsed, cancellationToken) => RunCommand.RunAsync(settings, aspire, parsed.GetValue(demo), output, error, cancellationToken));

        var doctor = new Command("doctor", "Say what this machine has and lacks, with the remedy.");
        doctor.SetAction((_, cancellationToken) => DoctorCommand.RunAsync(settings, output, cancellationToken));
        root.Subcommands.Add(doctor);
        root.Subcommands.Add(Publish(settings, output, error));
        return root;
    }

    private static Command Publish(string[] settings, TextWriter output, TextWriter error)
    {
        var folder = new Option<string?>("--output") { Description = "The folder to write to, such as a checkout of a home-ops repository; by default aspirate-output.", HelpName = "DIR" };
        var format = new Option<string>("--format")
        {
            Description = "What to write.",
            DefaultValueFactory = _ => PublishFormats.All[0].Name,
        };
        format.Validators.Add(result =>
        {
            if (result.Tokens is [var name] && PublishFormats.Find(name.Value) is null)
            {
                result.AddError($"--format: '{name.Value}' is not one of {string.Join(", ", PublishFormats.All.Select(known => known.Name))}");
            }
        });
        format.CompletionSources.Add([.. PublishFormats.All.Select(known => known.Name)]);
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the difference as a patch; write nothing." };
        var publish = new Command("publish", "Write the stack for a cluster.") { folder, format, dryRun };
        publish.SetAction((parsed, _) => PublishCommand.RunAsync(
            settings, parsed.GetValue(folder), PublishFormats.Find(parsed.GetValue(format)!)!, parsed.GetValue(dryRun), output, error));
        return publish;
    }

    private static bool IsSetting(string argument) =>
        s_settingPrefixes.Any(prefix => argument.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static async Task<int> FailAsync(TextWriter error, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            await error.WriteLineAsync($"error: {line}");
        }

        return HostFailure.BadInput;
    }
}
