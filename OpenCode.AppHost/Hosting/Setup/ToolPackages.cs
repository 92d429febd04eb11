using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;

namespace OpenCode.AppHost.Hosting.Setup;

/// <summary>An npm package that delivers one program.</summary>
/// <param name="Binary">Path of the program inside the package.</param>
internal sealed record ToolPackage(string Name, string Version, string Binary);

/// <summary>Which packages this machine needs. Versions and integrity come from <c>eng/package.json</c> and its lock.</summary>
internal sealed class ToolPackages(string engFolder)
{
    private const string AspirePrefix = "@microsoft/aspire-cli-";

    private readonly JsonObject _manifest = Read(Path.Combine(engFolder, "package.json"));
    private readonly JsonObject _lock = Read(Path.Combine(engFolder, "package-lock.json"));

    /// <summary>The server, at the version that the settings name.</summary>
    public static ToolPackage OpenCode(string version)
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "darwin" : "linux";
        var musl = IsMusl ? "-musl" : string.Empty;

        // The usual build needs AVX2; processors without it, such as small Celerons, get an illegal instruction.
        var baseline = RuntimeInformation.OSArchitecture is Architecture.X64 && !Avx2.IsSupported ? "-baseline" : string.Empty;
        var binary = OperatingSystem.IsWindows() ? "bin/opencode.exe" : "bin/opencode";
        return new ToolPackage($"opencode-{system}-{Processor}{baseline}{musl}", version, binary);
    }

    /// <summary>Aspire's bundle: orchestrator and dashboard.</summary>
    public ToolPackage Aspire
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl ? "linux-musl" : "linux";
            var version = _manifest["optionalDependencies"]!.AsObject().First(pair => pair.Key.StartsWith(AspirePrefix, StringComparison.Ordinal)).Value!;
            return new ToolPackage($"{AspirePrefix}{system}-{Processor}", version.GetValue<string>(), OperatingSystem.IsWindows() ? "bin/aspire.exe" : "bin/aspire");
        }
    }

    /// <summary>The lock's entry for exactly this package and version; null when it has none.</summary>
    public JsonObject? LockEntry(ToolPackage package) =>
        _lock["packages"]?[$"node_modules/{package.Name}"] is JsonObject entry && entry["version"]?.GetValue<string>() == package.Version
            ? entry
            : null;

    private static string Processor => RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "x64";

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    private static JsonObject Read(string path) => JsonNode.Parse(File.ReadAllText(path))!.AsObject();
}
