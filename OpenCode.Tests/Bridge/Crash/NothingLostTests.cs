namespace OpenCode.Tests.Bridge.Crash;

/// <summary>
/// The real bridge, killed at random moments of scripted days. <c>OPENCODE_TEST_CRASH_DAYS=50</c> is the long form of 200 kills,
/// <c>OPENCODE_TEST_CRASH_SEED</c> repeats a day as far as chance allows, <c>OPENCODE_TEST_BRIDGE</c> names a published bridge.
/// </summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    private const int KillsADay = 4;

    [Fact]
    public async Task Killed_bridge_loses_nothing_and_repeats_only_what_it_could_not_know_to_be_taken()
    {
        var days = Number("OPENCODE_TEST_CRASH_DAYS") ?? 5;
        var total = new CrashTally();
        for (var day = 0; day < days; day++)
        {
            var seed = Number("OPENCODE_TEST_CRASH_SEED") ?? Random.Shared.Next();
            output.WriteLine($"Day {day + 1}: seed {seed}");
            await using var ended = await CrashDay.RunAsync(seed, KillsADay);
            CrashVerdict.Check(ended);
            total.Add(ended.Tally);
        }

        output.WriteLine($"{total}{Environment.NewLine}{0,6} lost");
        Assert.Equal(days * KillsADay, total.Kills);
    }

    private static int? Number(string variable) => int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : null;
}
