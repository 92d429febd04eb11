using Microsoft.Data.Sqlite;
using SQLitePCL;

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
internal sealed class OutboxDatabase(DataFolder folder, TimeProvider time, ILogger<OutboxDatabase> logger) : IDisposable
{
    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    private readonly string path = folder.In(OutboxFile.Name);
    private readonly Lock writing = new();
    private readonly Lock reading = new();
    private SqlSession? writer;
    private SqlSession? reader;
    private volatile int opened;
    private int readerOf;
    private long? triedAt;
    private long? probedAt;
    private volatile string? problem = "is not open yet";

    /// <summary>Null while the outbox works, else what is wrong, for a person.</summary>
    public string? Problem => problem;

    /// <summary>Counts the openings: what was stored before may not be there.</summary>
    public int Opened => opened;

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
                Write(session => session.Run("insert into cursors (name, value) values ('probe', '0') on conflict (name) do update set value = 1 - value"));
            }
            catch (OutboxException)
            {
                // Told.
            }
        }
    }

    public void Dispose()
    {
        lock (reading)
        {
            lock (writing)
            {
                writer?.Dispose();
                reader?.Dispose();
                (writer, reader, problem) = (null, null, "is closed");
            }
        }
    }

    private SqlSession Writer()
    {
        if (writer is not null)
        {
            return writer;
        }

        if (triedAt is { } last && time.GetElapsedTime(last) < BetweenTries)
        {
            throw new OutboxException(problem ?? "is not open");
        }

        triedAt = time.GetTimestamp();
        Batteries_V2.Init();
        try
        {
            writer = OutboxFile.Open(folder, time, logger);
            opened++;
            Report(null);
            return writer;
        }
        catch (NewerSchemaException newer)
        {
            Report(newer.Message);
            throw new OutboxException(newer.Message, newer);
        }
        catch (Exception refused) when (refused is SqliteException or IOException or UnauthorizedAccessException)
        {
            Report($"cannot be opened: {refused.Message}");
            throw new OutboxException(problem!, refused);
        }
    }

    private SqlSession Reader()
    {
        lock (writing)
        {
            Writer();
            if (readerOf != opened)
            {
                reader?.Dispose();
                reader = OutboxFile.Connect(folder);
                reader.Run("pragma query_only = on");
                readerOf = opened;
            }
        }

        return reader!;
    }

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

        Report(failure.SqliteErrorCode == raw.SQLITE_FULL ? "cannot be written: the disk is full" : $"cannot be written: {failure.Message}");
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

    private void Report(string? now)
    {
        if (now == problem)
        {
            return;
        }

        var before = problem;
        problem = now;
        if (now is not null)
        {
            OutboxLog.Broken(logger, path, now);
        }
        else if (before is not null)
        {
            OutboxLog.Works(logger, path);
        }
    }
}
