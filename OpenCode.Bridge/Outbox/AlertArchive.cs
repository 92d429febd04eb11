using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Outbox;

/// <summary>What there is to read: alerts as the machines know them now, older ones from the file, and their deliveries.</summary>
internal sealed class AlertArchive(OutboxDatabase database, AlertStore alerts)
{
    /// <summary>Newest first. While the file cannot be read: what is in memory.</summary>
    public IReadOnlyList<AlertView> List(bool openOnly, int limit)
    {
        var current = alerts.List(openOnly, limit);
        try
        {
            return database.Read(session =>
            {
                var shown = openOnly ? current : Newest(current, AlertTable.Newest(session, limit), limit);
                var deliveries = DeliveryTable.Of(session, [.. shown.Select(alert => alert.Id)]);
                return (IReadOnlyList<AlertView>)[.. shown.Select(alert => new AlertView(alert, [.. deliveries[alert.Id]]))];
            });
        }
        catch (OutboxException)
        {
            return [.. current.Select(alert => new AlertView(alert, []))];
        }
    }

    public Alert? Find(string id)
    {
        try
        {
            return alerts.Find(id) ?? database.Read(session => AlertTable.Find(session, id));
        }
        catch (OutboxException)
        {
            return null;
        }
    }

    /// <summary>One alert with its deliveries.</summary>
    public AlertView? View(string id)
    {
        if (Find(id) is not { } alert)
        {
            return null;
        }

        try
        {
            return new(alert, [.. database.Read(session => DeliveryTable.Of(session, [id]))[id]]);
        }
        catch (OutboxException)
        {
            return new(alert, []);
        }
    }

    private static List<Alert> Newest(IEnumerable<Alert> current, IEnumerable<Alert> stored, int limit) =>
    [
        .. current.Concat(stored)
            .DistinctBy(alert => alert.Id)
            .OrderByDescending(alert => alert.CreatedAt)
            .ThenByDescending(alert => alert.Id, StringComparer.Ordinal)
            .Take(limit),
    ];
}

internal sealed record AlertView(Alert Alert, IReadOnlyList<Delivery> Deliveries);
