using OpenCode.Bridge;

namespace OpenCode.Tests.Bridge;

/// <summary>When memory is given back.</summary>
public sealed class IdleMemoryTests
{
    private const long MiB = 1024 * 1024;

    [Fact]
    public void Burst_is_collected_once_when_it_is_over()
    {
        using var memory = new IdleMemory(TimeProvider.System);

        Assert.False(memory.IsDue(4 * MiB));
        Assert.True(memory.IsDue(4 * MiB));
        Assert.False(memory.IsDue(4 * MiB));
    }

    [Fact]
    public void Work_that_goes_on_is_not_disturbed()
    {
        using var memory = new IdleMemory(TimeProvider.System);

        for (var allocated = 4 * MiB; allocated < 40 * MiB; allocated += MiB)
        {
            Assert.False(memory.IsDue(allocated));
        }
    }

    [Fact]
    public void Little_by_little_is_collected_when_it_is_worth_it()
    {
        using var memory = new IdleMemory(TimeProvider.System);

        var collections = Enumerable.Range(1, 64).Count(tenth => memory.IsDue(tenth * MiB / 8));

        Assert.Equal(4, collections);
    }
}
