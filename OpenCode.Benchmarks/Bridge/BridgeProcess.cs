using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Benchmarks.Bridge;

/// <summary>The published native bridge, as its container runs it, with data of its own.</summary>
internal sealed class BridgeProcess : IDisposable
{
    private static readonly HttpClient Client = new();

    private readonly string folder = Directory.CreateTempSubdirectory("opencode-bench-").FullName;
    private readonly Process process;
    private readonly string url;

    /// <param name="environment">Beside a free port and a folder.</param>
    /// <exception cref="InvalidOperationException">There is none: publish it first.</exception>
    public BridgeProcess(params (string Name, string Value)[] environment)
    {
        if (!File.Exists(Binary))
        {
            throw new InvalidOperationException($"{Binary} is missing: dotnet publish -c Release OpenCode.Bridge");
        }

        url = $"http://127.0.0.1:{FreePort()}";
        var start = new ProcessStartInfo(Binary) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["ASPNETCORE_URLS"] = url;
        start.Environment["BRIDGE_DATA"] = Path.Combine(folder, "data");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        Started = Stopwatch.GetTimestamp();
        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public static string Binary { get; } = Path.Combine(SolutionFolder.Find(), "artifacts", "publish", "OpenCode.Bridge", "release", "OpenCode.Bridge");

    public long Started { get; }

    /// <summary>User and system time so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>Resident, in megabytes of 1,000,000 bytes.</summary>
    public double Megabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1e6;
        }
    }

    public async Task UntilAsync(string path, Func<string, bool> fits)
    {
        while (!fits(await GetAsync(path)))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"the bridge ended with {process.ExitCode}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>Until the first 200 of <c>/alive</c>, or of <c>/health</c>.</summary>
    public Task UntilOkAsync(string path) => UntilAsync(path, answer => answer.Length > 0);

    /// <summary>The sum of a metric's series that carry the label.</summary>
    public async Task<double> MetricAsync(string name, string label = "") => (await GetAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains(label, StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), CultureInfo.InvariantCulture));

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task<string> GetAsync(string path)
    {
        try
        {
            using var response = await Client.GetAsync(new Uri(url + path));
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync() : "";
        }
        catch (HttpRequestException)
        {
            return "";
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
