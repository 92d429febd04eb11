using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Setup;

/// <summary>Sees to it that the programs of the stack are there. Several hosts may start at once; one of them installs.</summary>
internal sealed class ToolSetup
{
    private static readonly TimeSpan s_lockPoll = TimeSpan.FromMilliseconds(300);

    private readonly string _tools;
    private readonly TextWriter _console;
    private readonly TimeProvider _time;
    private readonly NpmInstaller _npm;
    private readonly AspireBundle _bundle;
    private readonly ToolPackage _aspire;
    private readonly ToolPackage _openCode;

    /// <param name="run">Its tools folder receives the programs.</param>
    /// <param name="engFolder">Holds the npm manifest with pinned versions.</param>
    /// <param name="openCodeVersion">From the settings; the pinned one has its integrity checked against our lock.</param>
    public ToolSetup(RunFolder run, string engFolder, string openCodeVersion, TextWriter console, TimeProvider time)
    {
        var packages = new ToolPackages(engFolder);
        _tools = run.Tools;
        _console = console;
        _time = time;
        _npm = new NpmInstaller(_tools, packages, console, time);
        _openCode = ToolPackages.OpenCode(openCodeVersion);
        _aspire = packages.Aspire;
        _bundle = new AspireBundle(_tools, _aspire.Version);
    }

    /// <summary>Where the OpenCode binary is, or null.</summary>
    public string? FindOpenCode() => _npm.Find(_openCode);

    /// <summary>Whether orchestrator and dashboard are unpacked.</summary>
    public bool HasAspireBundle => _bundle.IsUnpacked;

    /// <summary>The OpenCode binary alone: Aspire's own packages bring orchestrator and dashboard.</summary>
    /// <exception cref="HostFailure">It is missing and cannot be installed.</exception>
    public async Task<string> EnsureOpenCodeAsync(CancellationToken cancellationToken)
    {
        if (FindOpenCode() is { } present)
        {
            return present;
        }

        await using var turn = await TakeTurnAsync(cancellationToken);
        return await _npm.EnsureAsync(_openCode, $"{StackSettings.Section}:OpenCode:Version", cancellationToken);
    }

    /// <exception cref="HostFailure">Something is missing and cannot be installed.</exception>
    public async Task<Toolchain> EnsureAsync(CancellationToken cancellationToken)
    {
        if (Find() is { } present)
        {
            return present;
        }

        await using var turn = await TakeTurnAsync(cancellationToken);
        await _npm.EnsureAsync(_openCode, $"{StackSettings.Section}:OpenCode:Version", cancellationToken);
        if (!_bundle.IsUnpacked)
        {
            var binary = await _npm.EnsureAsync(_aspire, "eng/package.json", cancellationToken);
            await _bundle.UnpackAsync(binary, _console, cancellationToken);
            _npm.Remove(_aspire);
        }

        return Find()!;
    }

    private Toolchain? Find() =>
        _npm.Find(_openCode) is { } openCode && _bundle.Dcp is { } dcp && _bundle.Dashboard is { } dashboard
            ? new Toolchain(openCode, dcp, dashboard)
            : null;

    private async Task<FileStream> TakeTurnAsync(CancellationToken cancellationToken)
    {
        CreateToolsFolder();
        for (var waited = false; ; waited = true)
        {
            try
            {
                return new FileStream(Path.Combine(_tools, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (IsHeldByAnother(exception))
            {
                if (!waited)
                {
                    await _console.WriteLineAsync("Waiting for another set-up on this machine to finish …");
                }

                await Task.Delay(s_lockPoll, _time, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new HostFailure($"{_tools} cannot be written: {exception.Message}");
            }
        }
    }

    // flock and Windows' sharing violation; any other trouble would not pass by waiting.
    private static bool IsHeldByAnother(IOException exception) =>
        OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) == 32 : exception.HResult is 11 or 35;

    private void CreateToolsFolder()
    {
        try
        {
            Directory.CreateDirectory(_tools);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new HostFailure($"{_tools} cannot be written: {exception.Message}");
        }
    }
}
