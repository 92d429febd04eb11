using System.Text.Json;
using OpenCode.ScriptedModel;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.Tests.ScriptedModel;

public sealed class FailureCounterTests
{
    private readonly FailureCounter _counter = new();

    [Fact]
    public void ShouldFail_fails_so_many_times_then_works_once_then_again() =>
        Assert.Equal(
            [true, true, false, true, true, false],
            Enumerable.Range(0, 6).Select(_ => _counter.ShouldFail(Conversation("a"), 2)));

    [Fact]
    public void ShouldFail_counts_each_conversation_by_itself()
    {
        Assert.True(_counter.ShouldFail(Conversation("a"), 1));
        Assert.True(_counter.ShouldFail(Conversation("b"), 1));
        Assert.True(_counter.ShouldFail(Conversation("a", "b"), 1));
        Assert.False(_counter.ShouldFail(Conversation("a"), 1));
    }

    [Fact]
    public void ShouldFail_without_a_number_fails_always() =>
        Assert.All(Enumerable.Range(0, 50), _ => Assert.True(_counter.ShouldFail(Conversation("a"), null)));

    [Fact]
    public void ShouldFail_zero_times_never_fails() => Assert.False(_counter.ShouldFail(Conversation("a"), 0));

    private static IEnumerable<ChatMessage> Conversation(params string[] texts) => texts.Select(
        text => new ChatMessage { Role = "user", Content = JsonSerializer.SerializeToElement(text) });
}
