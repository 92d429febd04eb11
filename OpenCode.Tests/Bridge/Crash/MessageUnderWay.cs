using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>A message that the outbox of a killed bridge had given to a channel's worker and not got back.</summary>
internal sealed record MessageUnderWay(string Channel, string AlertId, DateTimeOffset Since, bool HasReceipt)
{
    /// <param name="data">The bridge's folder. Read from a copy: whoever closes the file tidies up, which the bridge is to do.</param>
    public static IReadOnlyList<MessageUnderWay> ReadAll(string data)
    {
        using var copy = new TemporaryFolder();
        foreach (var name in new[] { "outbox.db", "outbox.db-wal" }.Where(name => File.Exists(Path.Combine(data, name))))
        {
            File.Copy(Path.Combine(data, name), Path.Combine(copy.Path, name));
        }

        Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(copy.Path, "outbox.db"), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select channel, alert_id, changed_at, receipt is not null from deliveries where state = 'leased'";
        using var reader = command.ExecuteReader();
        var messages = new List<MessageUnderWay>();
        while (reader.Read())
        {
            messages.Add(new(reader.GetString(0), reader.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2)), reader.GetBoolean(3)));
        }

        return messages;
    }
}
