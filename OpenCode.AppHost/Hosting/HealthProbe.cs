using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <param name="Text">What was asked and answered, in words.</param>
/// <param name="Refused">Nobody listens.</param>
internal sealed record HealthAnswer(bool IsHealthy, string Text, bool TimedOut = false, bool Refused = false);

/// <summary>Asks one service whether it works, once or again and again.</summary>
/// <param name="mediaType">What the answer must be; see <see cref="HealthCheck"/> for why status 200 is not enough.</param>
internal sealed class HealthProbe(HttpClient http, Uri url, string mediaType, AuthenticationHeaderValue? credentials, TimeProvider time)
{
    public const string JsonType = "application/json";

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Regularly = TimeSpan.FromSeconds(2);

    public static HealthProbe For(Service service, Uri url, SecretValues secrets, HttpClient http, TimeProvider time) => new(
        http,
        new Uri(url, service.Health.Path),
        JsonType,
        service.Health.Credentials is { } credentials && secrets.Find(credentials.PasswordSecret) is { } password
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{password}")))
            : null,
        time);

    public string Name => $"GET {url.AbsolutePath}";

    /// <summary>
    /// The answers that count; never ends by itself. After a good answer one bad one does not count, only the second in a
    /// row: a busy machine answers late now and then. That nobody listens counts at once.
    /// </summary>
    public async IAsyncEnumerable<HealthAnswer> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // OpenCode takes a request in the first moments after its port opens and never answers it: the first try is
        // given up early, later ones get the full time.
        var patience = TimeSpan.FromMilliseconds(500);
        var wait = Soon;
        var wasHealthy = false;
        while (true)
        {
            var answer = await AskAsync(patience, cancellationToken);
            if (answer.IsHealthy)
            {
                (patience, wait) = (Regularly, Regularly);
            }
            else if (answer.TimedOut && patience < Regularly)
            {
                patience *= 2;
            }

            if (answer.IsHealthy || answer.Refused || !wasHealthy)
            {
                yield return answer;
            }

            wasHealthy = answer.IsHealthy;
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <summary>Asks once.</summary>
    public async Task<HealthAnswer> AskAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var clock = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.Authorization = credentials;
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var type = response.Content.Headers.ContentType?.MediaType;
            return response.StatusCode is not HttpStatusCode.OK ? new(false, $"{Name} answered {(int)response.StatusCode}")
                : type != mediaType ? new(false, $"{Name} answered 200 with {type ?? "nothing"} instead of {mediaType}")
                : new(true, $"{Name} answered 200");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(false, $"{Name}: no answer in time", TimedOut: true);
        }
        catch (HttpRequestException exception)
        {
            return exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? new(false, $"{Name}: connection refused", Refused: true)
                : new(false, $"{Name}: {exception.HttpRequestError}");
        }
    }
}
