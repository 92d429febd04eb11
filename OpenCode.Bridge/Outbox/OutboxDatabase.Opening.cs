using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpenCode.Bridge.Outbox;

/// <content>
/// The file is opened when it is needed, and again after it could not be or was put aside: somebody makes room, mounts the
/// volume, moves a file away, and the bridge goes on.
/// </content>
internal sealed partial class OutboxDatabase : IDisposable
{
    private readonly string path = folder.In(OutboxFile.Name);
    private SqlSession? writer;
    private SqlSession? reader;
    private volatile int opened;
    private int readerOf;
    private long? triedAt;
    private volatile string? problem = "is not open yet";

    /// <summary>Null while the outbox works, else what is wrong and what helps, for a person.</summary>
    public string? Problem => problem;

    /// <summary>Counts the openings: what was stored before may not be there.</summary>
    public int Opened => opened;

    public void Dispose()
    {
        lock (moving)
        {
            lock (reading)
            {
                lock (writing)
                {
                    writer?.Dispose();
                    reader?.Dispose();
                    mover?.Dispose();
                    (writer, reader, mover, problem) = (null, null, null, "is closed");
                }
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
            folder.Hold();
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
            Report($"cannot be opened: {OutboxProblem.Of(refused)}");
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
