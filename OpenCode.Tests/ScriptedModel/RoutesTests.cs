using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenCode.ScriptedModel;
using static OpenCode.Tests.ScriptedModel.RunningModel;

namespace OpenCode.Tests.ScriptedModel;

public sealed class RoutesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_answer_joins_the_pieces()
    {
        await using var model = await RunningModel.StartAsync();

        var spoken = await model.AskAsync(Prompt("[[think I wonder.]]"));
        var message = spoken.GetProperty("choices")[0].GetProperty("message");
        Assert.Equal("I wonder.", message.GetProperty("reasoning_content").GetString());
        Assert.Equal("This is a fixed answer from the scripted model.", message.GetProperty("content").GetString());
        Assert.Equal(11, spoken.GetProperty("usage").GetProperty("completion_tokens").GetInt32());

        var called = (await model.AskAsync(Prompt("[[bash ls]]"))).GetProperty("choices")[0];
        Assert.Equal("tool_calls", called.GetProperty("finish_reason").GetString());
        var call = Assert.Single(called.GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("call_1", call.GetProperty("id").GetString());
        var arguments = JsonElement.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!);
        Assert.Equal("ls", arguments.GetProperty("command").GetString());
    }

    [Fact]
    public async Task Http_directive_fails_then_recovers()
    {
        await using var model = await RunningModel.StartAsync();
        var prompt = Prompt("[[http status=429 message='Slow down' type=rate_limit code=rpm times=1 retry_after=3]]");

        using var failed = await model.SendAsync(prompt);
        Assert.Equal(HttpStatusCode.TooManyRequests, failed.StatusCode);
        Assert.Equal("3", failed.Headers.GetValues("Retry-After").Single());
        var error = (await JsonOf(failed)).GetProperty("error");
        Assert.Equal("Slow down", error.GetProperty("message").GetString());
        Assert.Equal("rate_limit", error.GetProperty("type").GetString());
        Assert.Equal("rpm", error.GetProperty("code").GetString());

        using var worked = await model.SendAsync(prompt);
        Assert.Equal(HttpStatusCode.OK, worked.StatusCode);
        Assert.Contains("It works after the errors.", await worked.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_directive_closes_the_connection_without_an_answer()
    {
        await using var model = await RunningModel.StartAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => model.SendAsync(Prompt("[[drop]]")));
    }

    [Theory]
    [InlineData("{bad")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("""{"messages":"secret words"}""")]
    public async Task Bad_body_is_400_in_the_shape_of_openai(string body)
    {
        await using var model = await RunningModel.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await model.Client.PostAsync("/v1/chat/completions", content, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await JsonOf(response)).GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.DoesNotContain("secret", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, error.GetProperty("param").ValueKind);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/v1/chat/completions")]
    [InlineData("POST", "/v1/embeddings")]
    [InlineData("GET", "/v1/file.txt")]
    public async Task Unknown_path_is_404_in_the_shape_of_openai(string method, string path)
    {
        await using var model = await RunningModel.StartAsync();
        using var response = await model.Client.SendAsync(new(new HttpMethod(method), path), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("unknown_url", (await JsonOf(response)).GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    [InlineData("/some/base/v1/models")]
    public async Task Models_are_listed_below_any_base_path(string path)
    {
        await using var model = await RunningModel.StartAsync();
        using var response = await model.Client.GetAsync(path, Cancellation);

        var models = (await JsonOf(response)).GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString());
        Assert.Equal(["scripted-1", "scripted-small"], models);
    }

    [Fact]
    public async Task Requests_show_names_and_counts_but_no_prompt()
    {
        await using var model = await RunningModel.StartAsync();
        var prompt = Prompt("Secret words [[bash ls]]");
        prompt["tools"] = JsonNode.Parse("""[{"type":"function","function":{"name":"bash"}}]""");
        await model.AskAsync(prompt);

        var log = await model.Client.GetStringAsync("/requests", Cancellation);
        Assert.Equal(
            """[{"kind":"chat","directive":"bash","step":0,"model":"any-model","stream":false,"messages":1,"tools":["bash"]}]""",
            log);
    }

    [Fact]
    public void Request_log_keeps_the_last_ones()
    {
        var log = new RequestLog();
        for (var step = 0; step <= RequestLog.Capacity; step++)
        {
            log.Add(new RequestEntry("chat", "text", step, null, false, 1, []));
        }

        var kept = log.Snapshot();
        Assert.Equal((RequestLog.Capacity, 1, RequestLog.Capacity), (kept.Length, kept[0].Step, kept[^1].Step));
    }

    [Theory]
    [InlineData("/alive")]
    [InlineData("/health")]
    public async Task Probes_answer(string path)
    {
        await using var model = await RunningModel.StartAsync();
        using var response = await model.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
