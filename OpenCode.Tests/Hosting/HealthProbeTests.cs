using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using OpenCode.AppHost.Hosting;

namespace OpenCode.Tests.Hosting;

public sealed class HealthProbeTests
{
    [Fact]
    public async Task WatchAsync_believes_a_late_answer_only_when_it_is_the_second_in_a_row() => Assert.Equal(
        ["GET /health answered 200", "GET /health answered 200", "GET /health: no answer in time", "GET /health: no answer in time"],
        await WatchAsync("200", "late", "200", "late", "late", "late"));

    [Fact]
    public async Task WatchAsync_believes_a_wrong_answer_only_when_it_is_the_second_in_a_row() => Assert.Equal(
        ["GET /health answered 200", "GET /health answered 503"],
        await WatchAsync("200", "late", "503"));

    [Fact]
    public async Task WatchAsync_believes_at_once_that_nobody_listens() => Assert.Equal(
        ["GET /health answered 200", "GET /health: connection refused"],
        await WatchAsync("200", "refused"));

    [Fact]
    public async Task WatchAsync_tells_every_answer_of_a_service_that_was_never_healthy() => Assert.Equal(
        ["GET /health: no answer in time", "GET /health answered 503", "GET /health answered 200"],
        await WatchAsync("late", "503", "200"));

    /// <summary>What is told of these answers, each given to one question.</summary>
    private static async Task<List<string>> WatchAsync(params string[] answers)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var http = new HttpClient(new Answers(new(answers), end));
        var probe = new HealthProbe(http, new("http://127.0.0.1:1/health"), HealthProbe.JsonType, null, new NoPauses());
        var told = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var answer in probe.WatchAsync(end.Token))
            {
                told.Add(answer.Text);
            }
        });
        return told;
    }

    private sealed class Answers(Queue<string> answers, CancellationTokenSource end) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (!answers.TryDequeue(out var answer))
            {
                await end.CancelAsync();
                answer = "late";
            }

            return answer switch
            {
                "late" => throw new TaskCanceledException("as when the time is up"),
                "refused" => throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)),
                _ => new(Enum.Parse<HttpStatusCode>(answer)) { Content = new StringContent("{}", new MediaTypeHeaderValue(HealthProbe.JsonType)) },
            };
        }
    }

    /// <summary>A question never runs out of time by itself; the pause after it, the second timer, takes none.</summary>
    private sealed class NoPauses : TimeProvider
    {
        private int _timers;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, int.IsEvenInteger(++_timers) ? TimeSpan.Zero : Timeout.InfiniteTimeSpan, period);
    }
}
