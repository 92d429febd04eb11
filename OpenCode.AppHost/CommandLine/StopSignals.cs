using System.Runtime.InteropServices;

namespace OpenCode.AppHost.CommandLine;

/// <summary>Ctrl-C, SIGTERM and a closed terminal as one token. The process ends when its work has, not before.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int SigInt = 2;
    private const nint SigDefault = 0;

    private readonly CancellationTokenSource _stop = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public StopSignals()
    {
        // A script that starts the stack with & hands it an ignored SIGINT, and .NET leaves it ignored.
        if (!OperatingSystem.IsWindows())
        {
            _ = SetSignal(SigInt, SigDefault);
        }

        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                context.Cancel = true;
                _stop.Cancel();
            }));
        }
    }

    public CancellationToken Token => _stop.Token;

    [DllImport("libc", EntryPoint = "signal", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SetSignal(int signal, nint handler);

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _stop.Dispose();
    }
}
