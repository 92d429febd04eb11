using Microsoft.Data.Sqlite;

namespace OpenCode.Bridge.Outbox;

/// <content>
/// What the write-ahead log holds is moved into the file here, on a connection of its own. SQLite does it by itself in the
/// commit that fills the log; that commit waits for the disk, and the message of its alert would wait with it.
/// </content>
internal sealed partial class OutboxDatabase
{
    private readonly Lock moving = new();
    private SqlSession? mover;
    private int moverOf;
    private long committed;
    private long moved;

    /// <summary>Moves what was committed since the last time. Writers and readers go on meanwhile.</summary>
    /// <exception cref="OutboxException">The file cannot be written; the log still holds everything.</exception>
    public void Checkpoint()
    {
        var until = Interlocked.Read(ref committed);
        lock (moving)
        {
            if (until == moved)
            {
                return;
            }

            lock (writing)
            {
                Writer();
                if (moverOf != opened)
                {
                    mover?.Dispose();
                    mover = OutboxFile.Connect(folder);
                    moverOf = opened;
                }
            }

            try
            {
                mover!.Run("pragma wal_checkpoint(passive)");
                moved = until;
            }
            catch (SqliteException broken)
            {
                throw Failed(broken);
            }
        }
    }
}
