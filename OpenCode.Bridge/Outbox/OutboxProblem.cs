using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OpenCode.Bridge.Outbox;

/// <summary>What hinders the outbox and what helps, for a person.</summary>
internal static class OutboxProblem
{
    /// <summary>EROFS, EACCES, ENOSPC as .NET hands them on.</summary>
    private const int ReadOnlyFileSystem = 30, NoAccess = 13, NoSpace = 28;

    private const string Full = "the disk is full; make room on it";
    private const string ReadOnly = "it may not be written; let the bridge's user write its folder";

    public static string Of(Exception failure) => failure switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => Full,
        SqliteException { SqliteErrorCode: raw.SQLITE_READONLY or raw.SQLITE_PERM } => ReadOnly,
        UnauthorizedAccessException => ReadOnly,
        IOException { HResult: NoSpace } => Full,
        IOException { HResult: ReadOnlyFileSystem or NoAccess } => ReadOnly,
        _ => failure.Message,
    };
}
