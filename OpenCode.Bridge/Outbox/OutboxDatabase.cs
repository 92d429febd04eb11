using Microsoft.Data.Sqlite;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// The file, and what may go wrong with it. One writer at a time, and readers beside it, who see the last commit (WAL).
/// A transaction that fails changes nothing and is told; the next one that works makes the outbox well again.
/// </summary>
/// <remarks>
/// <c>synchronous</c> is FULL for what a person did and NORMAL for the rest. After a kill both are complete, the system
/// writes what the process handed over. After a power failure NORMAL may lose the last transactions, never the file: an
/// alert is found again in the server's snapshot and a message is sent a second time, but a person does not press twice.
/// </remarks>
internal sealed partial class OutboxDatabase(DataFolder folder, TimeProvider time, ILogger<OutboxDatabase> logger)
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly Lock writing = new();
    private readonly Lock reading = new();
    private long? probedAt;

    /// <summary>A transaction that is undone when the work says false.</summary>
    /// <param name="durable">On the disk when this returns, whatever happens to the machine then.</param>
    /// <exception cref="OutboxException">Nothing was written.</exception>
    public bool Transact(Func<SqlSession, bool> work, bool durable = false)
    {
        lock (writing)
        {
            var session = Writer();
            try
            {
                session.Run(durable ? "pragma synchronous = full" : "pragma synchronous = normal");
                session.Run("begin immediate");
                var done = work(session);
                session.Run(done ? "commit" : "rollback");
                Interlocked.Increment(ref committed);
                Report(null);
                return done;
            }
            catch (Exception failure)
            {
                Undo(session);
                if (failure is SqliteException broken)
                {
                    throw Failed(broken);
                }

                throw;
            }
        }
    }

    /// <exception cref="OutboxException">Nothing was written.</exception>
    public T Write<T>(Func<SqlSession, T> work)
    {
        var result = default(T);
        Transact(session =>
        {
            result = work(session);
            return true;
        });
        return result!;
    }

    /// <exception cref="OutboxException">Nothing was written.</exception>
    public void Write(Action<SqlSession> work, bool durable = false) => Transact(
        session =>
        {
            work(session);
            return true;
        },
        durable);

    /// <exception cref="OutboxException">Nothing can be read.</exception>
    public T Read<T>(Func<SqlSession, T> work)
    {
        lock (reading)
        {
            try
            {
                return work(Reader());
            }
            catch (SqliteException broken)
            {
                throw Failed(broken);
            }
        }
    }

    /// <summary>Opens the file now, so that what is wrong with it is told at the start.</summary>
    public void Open()
    {
        lock (writing)
        {
            try
            {
                Writer();
            }
            catch (OutboxException)
            {
                // Told; health says so too.
            }
        }
    }

    /// <summary>
    /// Writes a little, at most once a second: a full disk or one that turned read-only is known before an alert comes.
    /// Anybody may cause this, so it must not be dear.
    /// </summary>
    public void Probe()
    {
        lock (writing)
        {
            if (probedAt is { } last && time.GetElapsedTime(last) < BetweenTries)
            {
                return;
            }

            probedAt = time.GetTimestamp();
            try
            {
                Write(Touch);
            }
            catch (OutboxException)
            {
                // Told.
            }
        }
    }

    private static void Touch(SqlSession session) =>
        session.Run("insert into cursors (name, value) values ('probe', '0') on conflict (name) do update set value = 1 - value");

    private OutboxException Failed(SqliteException failure)
    {
        if (OutboxFile.IsCorrupt(failure))
        {
            // Opened anew it is put aside.
            lock (writing)
            {
                writer?.Dispose();
                writer = null;
            }
        }

        Report($"cannot be written: {OutboxProblem.Of(failure)}");
        return new(problem!, failure);
    }

    private static void Undo(SqlSession session)
    {
        try
        {
            session.Run("rollback");
        }
        catch (SqliteException)
        {
            // SQLite rolls back by itself after some failures, and then knows no transaction.
        }
    }
}
