using OpenCode.Bridge.Routing;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Routing;

/// <summary>In 2026 New York puts the clock forward at 2:00 on 8 March, and back at 2:00 on 1 November.</summary>
public sealed class QuietClockTests
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Theory]
    // A plain night, winter: UTC-5.
    [InlineData("22:00", "07:00", "2026-01-11T02:59:59Z", null)]
    [InlineData("22:00", "07:00", "2026-01-11T03:00:00Z", "2026-01-11T12:00:00Z")]
    [InlineData("22:00", "07:00", "2026-01-11T11:59:59Z", "2026-01-11T12:00:00Z")]
    [InlineData("22:00", "07:00", "2026-01-11T12:00:00Z", null)]
    // Within one day.
    [InlineData("13:00", "14:00", "2026-01-11T18:30:00Z", "2026-01-11T19:00:00Z")]
    [InlineData("13:00", "14:00", "2026-01-11T19:00:00Z", null)]
    // The short night and the long night end at seven on the clock.
    [InlineData("22:00", "07:00", "2026-03-08T05:00:00Z", "2026-03-08T11:00:00Z")]
    [InlineData("22:00", "07:00", "2026-11-01T05:00:00Z", "2026-11-01T12:00:00Z")]
    // An end that the clock jumps over is the moment after the jump, 3:00 summer time.
    [InlineData("22:00", "02:30", "2026-03-08T06:59:59Z", "2026-03-08T07:00:00Z")]
    [InlineData("22:00", "02:30", "2026-03-08T07:00:00Z", null)]
    // An end that comes twice is the first one; the second time the clock shows the hour, nothing is quiet.
    [InlineData("22:00", "01:30", "2026-11-01T05:29:59Z", "2026-11-01T05:30:00Z")]
    [InlineData("22:00", "01:30", "2026-11-01T05:30:00Z", null)]
    [InlineData("22:00", "01:30", "2026-11-01T06:15:00Z", null)]
    // A start within the repeated hour begins once, and lasts through it.
    [InlineData("01:15", "05:00", "2026-11-01T05:20:00Z", "2026-11-01T10:00:00Z")]
    [InlineData("01:15", "05:00", "2026-11-01T06:05:00Z", "2026-11-01T10:00:00Z")]
    public void Quiet_hours_end_at_one_moment(string from, string to, string now, string? end)
    {
        var hours = new QuietHours(TimeOnly.Parse(from, null), TimeOnly.Parse(to, null), NewYork);

        Assert.Equal(end is null ? null : DateTimeOffset.Parse(end, null), QuietClock.EndAt(hours, DateTimeOffset.Parse(now, null)));
    }

    [Fact]
    public void Each_night_of_a_year_has_one_end()
    {
        var hours = new QuietHours(new(22, 0), new(7, 0), NewYork);
        var start = new DateTimeOffset(2026, 1, 1, 17, 0, 0, TimeSpan.Zero);

        var ends = Enumerable.Range(0, 365 * 24 * 4)
            .Select(quarter => QuietClock.EndAt(hours, start.AddMinutes(15 * quarter)))
            .Where(end => end is not null)
            .Distinct()
            .ToList();

        Assert.Equal(365, ends.Count);
        Assert.All(ends, end => Assert.Equal(7, TimeZoneInfo.ConvertTime(end!.Value, NewYork).Hour));
    }
}
