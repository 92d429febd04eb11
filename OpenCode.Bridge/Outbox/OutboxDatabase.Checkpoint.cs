using Microsoft.Data.Sqlite;

namespace OpenCode.Bridge.Outbox;

/// <content>
/// What the write-ahead log holds is moved into the file when nothing else goes on. SQLite does it by itself in the commit
/// that fills the log; that commit waits for the disk, and the message of its alert would wait with it.
/// </content>
internal sealed partial class OutboxDatabase
{
    /// <summary>Commits that are worth it: some 4 MB of log.</summary>
    private const int WorthMoving = 100;

    private readonly Lock moving = new();
    private SqlSession? mover;
    private int moverOf;
    private long committed;
    private long seen;
    private long moved;

    /// <summary>To be called every second or so: checkpoints when much was committed, but nothing since the last call.</summary>
    /// <exception cref="OutboxException">The file cannot be written; the log still holds everything.</exception>
    public void CheckpointWhenQuiet()
    {
        var now = Interlocked.Read(ref committed);
        var isQuiet = now == Interlocked.Exchange(ref seen, now);
        if (isQuiet && now - Interlocked.Read(ref moved) >= WorthMoving)
        {
            Checkpoint();
        }
    }

    /// <summary>Moves what was committed. Writers and readers go on meanwhile.</summary>
    /// <exception cref="OutboxException">The file cannot be written; the log still holds everything.</exception>
    public void Checkpoint()
    {
        lock (moving)
        {
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
            }
            catch (SqliteException broken)
            {
                throw Failed(broken);
            }
        }

        // The next commit begins the log anew and waits for the disk once more: better this one than an alert's.
        Write(Touch);
        Interlocked.Exchange(ref moved, Interlocked.Read(ref committed));
    }
}
