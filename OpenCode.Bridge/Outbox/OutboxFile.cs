using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpenCode.Bridge.Outbox;

/// <summary>Opens the database file, brings its tables up to date, and puts a corrupt one aside.</summary>
internal static class OutboxFile
{
    public const string Name = "outbox.db";

    private static readonly string[] Companions = ["", "-wal", "-shm"];

    /// <exception cref="NewerSchemaException">A newer bridge has written the file: left as it is.</exception>
    public static SqlSession Open(DataFolder folder, TimeProvider time, ILogger logger)
    {
        var path = folder.In(Name);
        try
        {
            return Open(path);
        }
        catch (SqliteException corrupt) when (IsCorrupt(corrupt))
        {
            var aside = $"{path}.corrupt-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture)}";
            foreach (var companion in Companions.Where(companion => File.Exists(path + companion)))
            {
                File.Move(path + companion, aside + companion);
            }

            OutboxLog.PutAside(logger, path, aside);
            return Open(path);
        }
    }

    public static bool IsCorrupt(SqliteException failure) => failure.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private static SqlSession Open(string path)
    {
        MakePrivate(path);
        var writer = Connect(path);
        try
        {
            if (writer.Text("pragma journal_mode = wal") is not "wal")
            {
                throw new IOException("its file system does not take a write-ahead log");
            }

            if (writer.Text("pragma quick_check(1)") is not "ok")
            {
                throw new SqliteException("the check of its pages failed", raw.SQLITE_CORRUPT);
            }

            // 64 MB, reached in a storm of alerts only: before that the log is emptied when it is quiet.
            writer.Run("pragma wal_autocheckpoint = 16000");
            OutboxSchema.Migrate(writer);
            // Whoever held a lease held the folder, and is gone.
            writer.Run("update deliveries set state = 'pending' where state = 'leased'");
            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    /// <summary>A further session of a file that was opened before.</summary>
    public static SqlSession Connect(DataFolder folder) => Connect(folder.In(Name));

    private static SqlSession Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString());
        try
        {
            connection.Open();
            return new(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>SQLite gives the files beside it the same mode.</summary>
    private static void MakePrivate(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }
    }
}
