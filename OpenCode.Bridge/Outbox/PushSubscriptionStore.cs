using OpenCode.Bridge.Channels.Push;

namespace OpenCode.Bridge.Outbox;

/// <inheritdoc cref="IPushSubscriptions"/>
/// <remarks>
/// Kept in memory too: whether there are any is asked within transactions, where reading the file would wait for itself.
/// </remarks>
internal sealed class PushSubscriptionStore(OutboxDatabase database) : IPushSubscriptions
{
    /// <summary>More than anybody has browsers; each costs a call a message.</summary>
    private const int Limit = 20;

    private readonly Lock gate = new();
    private volatile PushSubscription[] known = [];
    private bool loaded;

    public event Action? Changed;

    public bool Any => known.Length > 0;

    public IReadOnlyList<PushSubscription> List()
    {
        Load();
        return [.. known.OrderBy(subscription => subscription.CreatedAt)];
    }

    /// <summary>Reads the file, once; until that works there are none.</summary>
    public void Load()
    {
        lock (gate)
        {
            if (loaded)
            {
                return;
            }

            try
            {
                known = [.. Read()];
                loaded = true;
            }
            catch (OutboxException)
            {
                // Told; asked again with the next call.
            }
        }
    }

    /// <exception cref="OutboxException">Nothing was stored.</exception>
    public bool Add(PushSubscription subscription)
    {
        Load();
        lock (gate)
        {
            PushSubscription[] others = [.. known.Where(one => one.Id != subscription.Id)];
            if (others.Length >= Limit)
            {
                return false;
            }

            database.Write(session => session.Run(
                """
                insert into push_subscriptions (id, endpoint, p256dh, auth, label, created_at) values ($1, $2, $3, $4, $5, $6)
                on conflict (id) do update set p256dh = excluded.p256dh, auth = excluded.auth, label = excluded.label, created_at = excluded.created_at
                """,
                subscription.Id,
                subscription.Endpoint.OriginalString,
                subscription.P256dh,
                subscription.Auth,
                subscription.Label,
                Sql.Milliseconds(subscription.CreatedAt)));
            known = [.. others, subscription];
        }

        Changed?.Invoke();
        return true;
    }

    /// <exception cref="OutboxException">It is still there.</exception>
    public bool Remove(string id)
    {
        Load();
        lock (gate)
        {
            database.Write(session => session.Run("delete from push_subscriptions where id = $1", id));
            PushSubscription[] others = [.. known.Where(one => one.Id != id)];
            if (others.Length == known.Length)
            {
                return false;
            }

            known = others;
        }

        Changed?.Invoke();
        return true;
    }

    private List<PushSubscription> Read() => database.Read(session => session.All(
        "select endpoint, p256dh, auth, label, created_at from push_subscriptions",
        row => new PushSubscription(new Uri(row.GetString(0)), row.GetFieldValue<byte[]>(1), row.GetFieldValue<byte[]>(2), row.GetString(3), row.Time(4))));
}
