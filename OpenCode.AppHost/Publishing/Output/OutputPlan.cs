namespace OpenCode.AppHost.Publishing.Output;

/// <summary>What a publish would do to a folder.</summary>
internal sealed record OutputPlan(IReadOnlyList<Change> Changes, int Unchanged);

/// <param name="Before">Null where there is no such file yet.</param>
/// <param name="After">Null where the file goes.</param>
internal sealed record Change(string Path, string? Before, string? After);
