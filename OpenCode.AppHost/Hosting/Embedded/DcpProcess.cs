using System.Diagnostics;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// DCP itself. It is started detached, in a process group of its own, so that Ctrl-C in the terminal reaches this host
/// only; and it watches this host, so that it ends everything that it started when the host is gone, however it went.
/// </summary>
internal sealed class DcpProcess(Toolchain tools, RunFolder run, IReadOnlyDictionary<string, string> ambient, TimeProvider time)
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly LogBuffer _output = new(100);

    private string Kubeconfig => Path.Combine(run.Session, "kubeconfig");

    public void Start()
    {
        var start = new ProcessStartInfo(tools.Dcp)
        {
            ArgumentList =
            {
                "start-apiserver", "--monitor", $"{Environment.ProcessId}", "--monitor-interval", "1", "--detach",
                "--kubeconfig", Kubeconfig,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = run.Session,
        };

        // Nothing of this host's environment may reach DCP: what it does not know it cannot log.
        start.Environment.Clear();
        foreach (var (name, value) in ambient)
        {
            start.Environment[name] = value;
        }

        start.Environment["DCP_SESSION_FOLDER"] = run.Session;

        var process = Process.Start(start) ?? throw new HostFailure($"{tools.Dcp} did not start", HostFailure.Failed);
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <exception cref="HostFailure">It did not come up; the message ends with what it said last.</exception>
    public async Task<DcpClient> ConnectAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (time.GetElapsedTime(started) < StartTimeout)
        {
            if (File.Exists(Kubeconfig) && await DcpClient.TryConnectAsync(Kubeconfig, cancellationToken) is { } client)
            {
                return client;
            }

            await Task.Delay(Poll, time, cancellationToken);
        }

        var said = string.Join(" | ", _output.Tail(5));
        throw new HostFailure(
            $"DCP did not come up within {StartTimeout.TotalSeconds} s. It said: {(said.Length > 0 ? said : "nothing")}", HostFailure.Failed);
    }

    /// <summary>
    /// Processes of DCP that belong to this run: their command line names this run's kubeconfig. Empty where the system
    /// does not tell (outside Linux); there DCP's own clean-up has to do.
    /// </summary>
    public IEnumerable<int> FindProcesses() => !OperatingSystem.IsLinux()
        ? []
        : from folder in Directory.EnumerateDirectories("/proc")
          let pid = int.TryParse(Path.GetFileName(folder), out var number) ? number : 0
          where pid > 0 && CommandLine(folder).Contains(Kubeconfig)
          select pid;

    private static string[] CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or belongs to somebody else.
            return [];
        }
    }

    private void Keep(string? line)
    {
        if (!string.IsNullOrWhiteSpace(line))
        {
            _output.Append(line, isError: true);
        }
    }
}
