namespace OpenCode.AppHost.Hosting.Setup;

/// <summary>
/// Aspire's orchestrator and dashboard. Both are packed inside the one binary that npm delivers, which unpacks itself
/// beside its own folder; from inside node_modules it refuses to, so it runs as a copy.
/// </summary>
internal sealed class AspireBundle(string toolsFolder, string version)
{
    private string Folder => Path.Combine(toolsFolder, $"aspire-{version}");

    public string? Dcp => Program("dcp", "dcp");

    public string? Dashboard => Program("managed", "aspire-managed");

    public bool IsUnpacked => Dcp is not null && Dashboard is not null;

    /// <exception cref="HostFailure">The binary could not unpack itself.</exception>
    public async Task UnpackAsync(string aspire, TextWriter console, CancellationToken cancellationToken)
    {
        await console.WriteLineAsync($"Unpacking the Aspire dashboard {version} (once) …");
        var fresh = Folder + ".partial";
        NpmInstaller.DeleteFolder(fresh);
        var copy = Path.Combine(fresh, "bin", Path.GetFileName(aspire));
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(aspire, copy);

        // It unpacks a second time below its home, which must exist; that copy goes with it.
        var home = Directory.CreateDirectory(Path.Combine(fresh, "home")).FullName;

        var environment = new Dictionary<string, string?>
        {
            ["ASPIRE_CLI_TELEMETRY_OPTOUT"] = "1",
            ["HOME"] = home,
            ["NO_COLOR"] = "1",
        };
        var outcome = await ExternalCommand.RunAsync(copy, ["setup"], fresh, environment, cancellationToken);
        if (outcome is not { ExitCode: 0 })
        {
            throw new HostFailure($"the Aspire bundle {version} could not be unpacked below {toolsFolder}; it said:{Environment.NewLine}{outcome?.Output}", HostFailure.Failed);
        }

        NpmInstaller.DeleteFolder(Folder);
        Directory.Move(Path.Combine(fresh, "versions"), Folder);
        NpmInstaller.DeleteFolder(fresh);
        if (!IsUnpacked)
        {
            throw new HostFailure($"the Aspire bundle {version} holds no orchestrator or no dashboard below {Folder}", HostFailure.Failed);
        }
    }

    private string? Program(string part, string name)
    {
        var file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return Directory.Exists(Folder)
            ? Directory.EnumerateDirectories(Folder).Select(folder => Path.Combine(folder, part, file)).FirstOrDefault(File.Exists)
            : null;
    }
}
