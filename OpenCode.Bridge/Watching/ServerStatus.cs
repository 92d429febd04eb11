using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Watching;

/// <summary>Whether a server's stream is connected, and why not. Written by its watcher, read by anybody.</summary>
internal sealed class ServerStatus(string server)
{
    private volatile Reading current = new(false, null);

    public string Server => server;

    public bool Connected => current.Connected;

    /// <summary>Null while connected and before the first try.</summary>
    public OpenCodeFault? Fault => current.Fault;

    public event Action? Changed;

    /// <returns>False when nothing changed.</returns>
    public bool Set(bool connected, OpenCodeFault? fault)
    {
        var next = new Reading(connected, fault);
        if (next == current)
        {
            return false;
        }

        current = next;
        Changed?.Invoke();
        return true;
    }

    private sealed record Reading(bool Connected, OpenCodeFault? Fault);
}
