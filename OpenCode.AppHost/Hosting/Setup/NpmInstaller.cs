using System.Globalization;
using System.Text.Json.Nodes;

namespace OpenCode.AppHost.Hosting.Setup;

/// <summary>
/// Installs single npm packages below <c>.run/tools</c>, once for all later runs. A package's folder is either complete
/// or absent: it is built beside its place and moved there in one step, so an interrupted set-up goes on where it
/// stopped, and npm's own cache keeps what was downloaded.
/// </summary>
internal sealed class NpmInstaller(string toolsFolder, ToolPackages packages, TextWriter console, TimeProvider time)
{
    public const string NpmMissing = "npm was not found: install Node.js 20 or later, which brings it, and run the command again";

    private static readonly TimeSpan s_progressInterval = TimeSpan.FromSeconds(5);

    private static string Npm => OperatingSystem.IsWindows() ? "npm.cmd" : "npm";

    /// <summary>Null when npm is not there.</summary>
    public static async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        var outcome = await ExternalCommand.ProbeAsync(Npm, ["--version"], cancellationToken);
        return outcome is { ExitCode: 0, LastLines.Count: > 0 } ? outcome.LastLines[^1] : null;
    }

    /// <summary>Where the package's program is; null when the package is not installed.</summary>
    public string? Find(ToolPackage package)
    {
        var binary = Path.Combine(Folder(package), "node_modules", package.Name, package.Binary);
        return File.Exists(binary) ? binary : null;
    }

    /// <returns>The path of the package's program.</returns>
    /// <exception cref="HostFailure">npm is missing, does not know the version, or fails.</exception>
    public async Task<string> EnsureAsync(ToolPackage package, string versionSetting, CancellationToken cancellationToken)
    {
        if (Find(package) is { } installed)
        {
            return installed;
        }

        var folder = Folder(package);
        var fresh = folder + ".partial";
        await console.WriteLineAsync($"Installing {package.Name} {package.Version} with npm (once) …");
        DeleteFolder(fresh);
        Directory.CreateDirectory(fresh);
        var command = WriteManifest(fresh, package);

        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var progress = ReportProgressAsync(fresh, done.Token);
        var outcome = await ExternalCommand.RunAsync(
            Npm, [command, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"], fresh, cancellationToken: cancellationToken);
        await done.CancelAsync();
        await progress;

        if (outcome is null)
        {
            throw new HostFailure(NpmMissing);
        }

        if (outcome.Output.Contains("ETARGET", StringComparison.Ordinal))
        {
            throw new HostFailure($"{versionSetting}: npm has no {package.Name} {package.Version}; `npm view {package.Name} versions` lists what there is");
        }

        if (outcome.ExitCode != 0 || !File.Exists(Path.Combine(fresh, "node_modules", package.Name, package.Binary)))
        {
            throw new HostFailure($"npm could not install {package.Name} {package.Version}; it said:{Environment.NewLine}{outcome.Output}", HostFailure.Failed);
        }

        DeleteFolder(folder);
        Directory.Move(fresh, folder);
        return Find(package)!;
    }

    /// <summary>Gives back the disk that a package takes, once nothing needs it any more.</summary>
    public void Remove(ToolPackage package) => DeleteFolder(Folder(package));

    private string Folder(ToolPackage package) =>
        Path.Combine(toolsFolder, $"{package.Name.Replace("/", "-", StringComparison.Ordinal).TrimStart('@')}-{package.Version}");

    // A package of our lock is installed with its integrity; another version or platform with the registry's word for it.
    private string WriteManifest(string folder, ToolPackage package)
    {
        var manifest = new JsonObject { ["private"] = true, ["dependencies"] = new JsonObject { [package.Name] = package.Version } };
        File.WriteAllText(Path.Combine(folder, "package.json"), manifest.ToJsonString());
        if (packages.LockEntry(package) is not { } entry)
        {
            return "install";
        }

        var pinned = entry.DeepClone().AsObject();
        pinned.Remove("optional");
        var lockFile = new JsonObject
        {
            ["lockfileVersion"] = 3,
            ["requires"] = true,
            ["packages"] = new JsonObject
            {
                [string.Empty] = new JsonObject { ["dependencies"] = new JsonObject { [package.Name] = package.Version } },
                [$"node_modules/{package.Name}"] = pinned,
            },
        };
        File.WriteAllText(Path.Combine(folder, "package-lock.json"), lockFile.ToJsonString());
        return "ci";
    }

    private async Task ReportProgressAsync(string folder, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(s_progressInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                var seconds = time.GetElapsedTime(started).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
                await console.WriteLineAsync($"  … {seconds} s, {Megabytes(folder)} MB unpacked");
            }
        }
        catch (OperationCanceledException)
        {
            // npm has ended.
        }
    }

    private static long Megabytes(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length) >> 20;
        }
        catch (IOException)
        {
            return 0; // npm moves files while we look
        }
    }

    internal static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
