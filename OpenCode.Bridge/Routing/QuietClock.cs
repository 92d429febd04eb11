using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Routing;

/// <summary>
/// Quiet hours as instants. A night is one span from its first moment to its last, also when the clock is put back within
/// it, so its digest has one time. A time that the clock jumps over counts as the moment after the jump.
/// </summary>
internal static class QuietClock
{
    /// <summary>The end of the quiet hours that are now; null when none are.</summary>
    public static DateTimeOffset? EndAt(QuietHours hours, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, hours.Zone).DateTime);
        foreach (var day in new[] { today.AddDays(-1), today })
        {
            var start = Instant(day, hours.From, hours.Zone);
            var end = Instant(hours.From < hours.To ? day : day.AddDays(1), hours.To, hours.Zone);
            if (start <= now && now < end)
            {
                return end;
            }
        }

        return null;
    }

    private static DateTimeOffset Instant(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        // Of two moments with the same name the first, which still has the summer's greater offset.
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
