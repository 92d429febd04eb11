using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Outbox;

/// <summary>Gives the machines back what they knew before the bridge was stopped, before they hear anything.</summary>
internal sealed class OutboxRestore(
    OutboxDatabase database,
    Cursors cursors,
    AlertStore alerts,
    BridgeSettings settings,
    DeliveryQueue queue,
    IEnumerable<IChannel> channels,
    BridgeTelemetry telemetry,
    TimeProvider time)
{
    /// <summary>
    /// A server lists a request that nobody waits for as long as it lives. What ended before this comes back as ended all
    /// the same, for the outbox knows it longer; only the machine's word that it is open would be heard again.
    /// </summary>
    private static readonly TimeSpan Memory = TimeSpan.FromDays(7);

    private const int Limit = 1_000;

    public void Run()
    {
        telemetry.ObserveOutbox(() =>
        {
            var pending = queue.Pending();
            return channels.Where(channel => channel.IsReady).Select(channel => channel.Name).Union(pending.Keys).ToDictionary(channel => channel, channel => pending.GetValueOrDefault(channel));
        });
        try
        {
            foreach (var server in settings.Servers)
            {
                var known = database.Read(session => AlertTable.Known(session, server.Name, time.GetUtcNow() - Memory, Limit));
                alerts.Restore(server.Name, known, cursors.Watermark(server.Name));
            }
        }
        catch (OutboxException)
        {
            // Told. When the outbox opens later it is brought in line with what the servers said meanwhile.
        }
    }
}
