using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.OpenCode.V1;

namespace OpenCode.Tests.Bridge.OpenCode;

public sealed class V1ClientTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ServerTimings timings = new();

    [Theory]
    [InlineData("get")]
    [InlineData("post")]
    public Task Call_that_is_never_answered_ends_after_its_time(string call) => EndsAfterAsync(timings.Call, client => call == "get"
        ? client.GetAsync("permission", V1Json.Default.JsonElementArray, TestContext.Current.CancellationToken)
        : client.PostAsync("permission/per_1/reply", new("once", null), V1Json.Default.V1PermissionReply, TestContext.Current.CancellationToken));

    [Fact]
    public Task Stream_that_never_begins_ends_after_its_time() =>
        EndsAfterAsync(timings.FirstByte, client => client.OpenStreamAsync("global/event", TestContext.Current.CancellationToken));

    private async Task EndsAfterAsync(TimeSpan limit, Func<V1Client, Task> call)
    {
        using var client = new HttpClient(new Unanswering()) { BaseAddress = new("http://opencode/"), Timeout = Timeout.InfiniteTimeSpan };

        var calling = call(new("opencode", new OneClient(client), timings, time));
        time.Advance(limit - TimeSpan.FromMilliseconds(1));
        Assert.False(calling.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));

        var failure = await Assert.ThrowsAsync<OpenCodeException>(() => calling);
        Assert.Equal((OpenCodeFault.Unreachable, $"opencode did not answer within {limit.TotalSeconds} s"), (failure.Fault, failure.Message));
    }

    private sealed class OneClient(HttpClient client) : IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => client;
    }

    private sealed class Unanswering : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }
}
