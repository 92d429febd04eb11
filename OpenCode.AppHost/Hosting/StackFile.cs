using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenCode.AppHost.Hosting;

/// <summary>What <c>.run/stack.json</c> says. No secret is in it.</summary>
/// <param name="Host"><c>aspire</c> or <c>embedded</c>.</param>
/// <param name="Pid">The AppHost's; the file is stale when it is dead.</param>
/// <param name="Dashboard">Base URL, without the login token.</param>
/// <param name="Attach">The command that opens a terminal client.</param>
internal sealed record StackFileContent(string Host, int Pid, string Dashboard, IReadOnlyList<StackFileService> Services, string Attach);

/// <param name="State"><c>starting</c>, <c>running</c>, <c>stopped</c> or <c>failed</c>.</param>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c> or <c>unknown</c>.</param>
internal sealed record StackFileService(string Name, string Url, string State, string Health);

/// <summary>
/// <c>.run/stack.json</c>: how scripts and people find the running stack. Readable by its owner only, always whole: a
/// reader sees the old content or the new one.
/// </summary>
internal sealed class StackFile(string path)
{
    private string? _written;

    /// <exception cref="HostFailure">Another AppHost that lives has written the file.</exception>
    public void RefuseSecondHost()
    {
        if (Read() is { } other && other.Pid != Environment.ProcessId && IsAppHost(other.Pid))
        {
            throw new HostFailure(
                $"The stack already runs (pid {other.Pid}, dashboard {other.Dashboard}): stop it first, kill {other.Pid}, or use it.");
        }
    }

    public StackFileContent? Read()
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize(stream, StackFileJson.Default.StackFileContent);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    public void Write(StackFileContent content)
    {
        var json = JsonSerializer.Serialize(content, StackFileJson.Default.StackFileContent) + "\n";
        if (json == _written)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        PrivateFile.Replace(path, json);
        _written = json;
    }

    public void Remove() => File.Delete(path);

    // A pid is given again after a restart of the machine: a living process is only then a host when it is named like one.
    private static bool IsAppHost(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName is "dotnet" || process.ProcessName.StartsWith("OpenCode.AppHos", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StackFileContent))]
internal sealed partial class StackFileJson : JsonSerializerContext;
