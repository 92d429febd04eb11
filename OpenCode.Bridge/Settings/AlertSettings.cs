using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Settings;

/// <summary>What becomes an alert, when, and which channels it goes to.</summary>
internal sealed record AlertSettings
{
    public IReadOnlySet<AlertKind> Kinds { get; init; } = new HashSet<AlertKind>(Enum.GetValues<AlertKind>());

    /// <summary>A request that is answered sooner is never delivered.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>A task that is shorter is not worth a word.</summary>
    public TimeSpan MinDuration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Retrying, or busy in silence, this long.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>No stream this long.</summary>
    public TimeSpan Unreachable { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>An open request is told again after this long.</summary>
    public TimeSpan Remind { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>An open request is denied after this long; null: never.</summary>
    public TimeSpan? Expire { get; init; }

    /// <summary>Only what cannot wait goes out; null: at any hour.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>In their order, the first match wins; none matches: every channel.</summary>
    public IReadOnlyList<Route> Routes { get; init; } = [];
}

/// <summary>Local times of the day in the zone of <c>TZ</c>; <paramref name="From"/> may be after <paramref name="To"/>, over midnight.</summary>
internal sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone);

/// <param name="Glob">Of directories: <c>*</c> within a name, <c>**</c> over several.</param>
/// <param name="Channels">Names of channels.</param>
internal sealed record Route(string Glob, IReadOnlyList<string> Channels);
