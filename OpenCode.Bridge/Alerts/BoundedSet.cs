namespace OpenCode.Bridge.Alerts;

/// <summary>Remembers the newest strings and forgets the oldest.</summary>
internal sealed class BoundedSet(int limit)
{
    private readonly HashSet<string> set = [];
    private readonly Queue<string> order = [];

    public bool Contains(string value) => set.Contains(value);

    /// <returns>False when it was there before.</returns>
    public bool Add(string value)
    {
        if (!set.Add(value))
        {
            return false;
        }

        order.Enqueue(value);
        if (order.Count > limit)
        {
            set.Remove(order.Dequeue());
        }

        return true;
    }
}
