using System.Globalization;

namespace OpenCode.Bridge.Outbox;

/// <summary>How far something outside was read, so that reading goes on there after a restart.</summary>
internal sealed class Cursors(OutboxDatabase database)
{
    /// <summary>The id of the last message that was read from the reply topic.</summary>
    public const string ReplyTopic = "ntfy-replies";

    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public string? Get(string name) => database.Read(session => session.Text("select value from cursors where name = $1", name));

    /// <exception cref="OutboxException">The outbox cannot be written.</exception>
    public void Set(string name, string value) => database.Write(session => Set(session, name, value));

    /// <summary>Up to when a server's events were heard; null before the first.</summary>
    /// <exception cref="OutboxException">The outbox cannot be read.</exception>
    public DateTimeOffset? Watermark(string server) => Get(WatermarkName(server)) is { } value
        ? DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(value, CultureInfo.InvariantCulture))
        : null;

    /// <exception cref="OutboxException">The outbox cannot be written.</exception>
    public void SetWatermark(string server, DateTimeOffset heard) =>
        Set(WatermarkName(server), heard.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));

    private static string WatermarkName(string server) => $"watermark/{server}";

    private static void Set(SqlSession session, string name, string value) => session.Run(
        "insert into cursors (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value",
        name,
        value);
}
