using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using static OpenCode.Tests.ScriptedModel.RunningModel;

namespace OpenCode.Tests.ScriptedModel;

public sealed class StreamedAnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_arrives_word_by_word_with_usage_and_done()
    {
        await using var model = await RunningModel.StartAsync();
        using var response = await model.SendAsync(Prompt("[[text delay=0 Hello there.]]", stream: true));

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        var frames = await FramesOf(response);
        Assert.Equal("[DONE]", frames[^1]);
        var chunks = frames[..^1].Select(frame => JsonElement.Parse(frame)).ToList();
        Assert.All(chunks, chunk => Assert.Equal("any-model", chunk.GetProperty("model").GetString()));
        Assert.Equal("assistant", DeltaOf(chunks[0]).GetProperty("role").GetString());
        Assert.Equal(["", "Hello ", "there."], chunks[..3].Select(chunk => DeltaOf(chunk).GetProperty("content").GetString()));
        Assert.Equal("stop", chunks[3].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal("""{"prompt_tokens":7,"completion_tokens":2,"total_tokens":9}""", chunks[4].GetProperty("usage").GetRawText());
        Assert.Equal(5, chunks.Count);
    }

    [Fact]
    public async Task Reasoning_comes_before_the_text()
    {
        await using var model = await RunningModel.StartAsync();
        using var response = await model.SendAsync(Prompt("[[think delay=0 I wonder.]]", stream: true));

        var chunks = (await FramesOf(response))[..^1].Select(frame => JsonElement.Parse(frame)).ToList();
        Assert.Equal("I ", DeltaOf(chunks[1]).GetProperty("reasoning_content").GetString());
        Assert.Equal("wonder.", DeltaOf(chunks[2]).GetProperty("reasoning_content").GetString());
        Assert.Equal("This ", DeltaOf(chunks[3]).GetProperty("content").GetString());
    }

    [Fact]
    public async Task Tool_call_arguments_arrive_in_pieces_that_join_to_json()
    {
        await using var model = await RunningModel.StartAsync();
        using var response = await model.SendAsync(Prompt("[[bash delay=0 command='echo ä 😀 \"quoted\" and long enough']]", stream: true));

        var chunks = (await FramesOf(response))[..^3].Select(frame => DeltaOf(JsonElement.Parse(frame))).ToList();
        var calls = chunks[1..].Select(delta => delta.GetProperty("tool_calls")[0]).ToList();
        Assert.Equal("call_1", calls[0].GetProperty("id").GetString());
        Assert.Equal("bash", calls[0].GetProperty("function").GetProperty("name").GetString());
        Assert.True(calls.Count > 2);
        var arguments = string.Concat(calls.Select(call => call.GetProperty("function").GetProperty("arguments").GetString()));
        Assert.Equal("echo ä 😀 \"quoted\" and long enough", JsonElement.Parse(arguments).GetProperty("command").GetString());
    }

    [Fact]
    public async Task Stall_holds_the_next_piece_until_its_time_has_passed()
    {
        var time = new FakeTimeProvider();
        await using var model = await RunningModel.StartAsync(time);
        using var response = await model.SendAsync(Prompt("[[stall delay=0 tokens=3 after=2 seconds=60]]", stream: true));
        using var reader = await ReaderOf(response);

        Assert.Contains("\"content\":\"\"", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("word0", await reader.NextAsync(), StringComparison.Ordinal);
        Assert.Contains("word1", await reader.NextAsync(), StringComparison.Ordinal);
        var next = reader.NextAsync();
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation));
        time.Advance(TimeSpan.FromSeconds(59));
        await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancellation));
        Assert.False(next.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("word2", await next, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_that_leaves_is_no_error()
    {
        await using var model = await RunningModel.StartAsync(new FakeTimeProvider());
        using (var response = await model.SendAsync(Prompt("[[stall delay=0 after=1 seconds=60]]", stream: true)))
        {
            using var reader = await ReaderOf(response);
            await reader.NextAsync();
            await reader.NextAsync();
        }

        await model.Log.WaitForAsync("The client left");
        Assert.DoesNotContain(model.Log.Lines, line => line.Level >= LogLevel.Warning);
    }

    [Fact]
    public async Task Stopping_the_server_cuts_a_stalled_answer()
    {
        await using var model = await RunningModel.StartAsync(new FakeTimeProvider());
        using var response = await model.SendAsync(Prompt("[[stall delay=0 after=1 seconds=60]]", stream: true));
        using var reader = await ReaderOf(response);
        await reader.NextAsync();

        await model.StopAsync().WaitAsync(TimeSpan.FromSeconds(5), TimeProvider.System, Cancellation);

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await reader.NextAsync() is not null)
            {
            }
        });
    }

    private static JsonElement DeltaOf(JsonElement chunk) => chunk.GetProperty("choices")[0].GetProperty("delta");

    private static async Task<FrameReader> ReaderOf(HttpResponseMessage response) =>
        new(await response.Content.ReadAsStreamAsync(Cancellation));

    private static async Task<List<string>> FramesOf(HttpResponseMessage response)
    {
        using var reader = await ReaderOf(response);
        var frames = new List<string>();
        while (await reader.NextAsync() is { } frame)
        {
            frames.Add(frame);
        }

        return frames;
    }
}
