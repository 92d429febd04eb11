namespace OpenCode.Tests.Bridge.Crash;

/// <summary>
/// The real bridge, killed at random moments of scripted days. <c>OPENCODE_TEST_CRASH_DAYS=200</c> is the long form (about half
/// an hour), <c>OPENCODE_TEST_CRASH_SEED</c> repeats a day as far as chance allows.
/// </summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    private const int KillsADay = 4;

    [Fact]
    public async Task Killed_bridge_loses_nothing_and_repeats_next_to_nothing()
    {
        var days = Number("OPENCODE_TEST_CRASH_DAYS") ?? 5;
        var (kills, repeats) = (0, 0);
        for (var day = 0; day < days; day++)
        {
            var seed = Number("OPENCODE_TEST_CRASH_SEED") ?? Random.Shared.Next();
            output.WriteLine($"Day {day + 1}: seed {seed}");
            await using var ended = await CrashDay.RunAsync(seed, KillsADay);
            var more = CrashVerdict.Check(ended);
            output.WriteLine($"  {ended.Alerts.Count} alerts, {ended.Kills} kills, {more} repeats on Discord");
            Assert.True(more <= ended.Kills, $"{more} repeats on Discord after {ended.Kills} kills");
            (kills, repeats) = (kills + ended.Kills, repeats + more);
        }

        output.WriteLine($"{days} days, {kills} kills, {repeats} repeats on Discord");
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
