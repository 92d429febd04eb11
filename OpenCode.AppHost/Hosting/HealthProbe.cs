using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting;

/// <param name="Text">What was asked and answered, in words.</param>
internal sealed record HealthAnswer(bool IsHealthy, string Text, bool TimedOut = false);

/// <summary>Asks one service whether it works.</summary>
/// <param name="mediaType">What the answer must be; see <see cref="HealthCheck"/> for why status 200 is not enough.</param>
internal sealed class HealthProbe(HttpClient http, Uri url, string mediaType, AuthenticationHeaderValue? credentials, TimeProvider time)
{
    public const string JsonType = "application/json";

    public static HealthProbe For(Service service, Uri url, SecretValues secrets, HttpClient http, TimeProvider time) => new(
        http,
        new Uri(url, service.Health.Path),
        JsonType,
        service.Health.Credentials is { } credentials && secrets.Find(credentials.PasswordSecret) is { } password
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.UserName}:{password}")))
            : null,
        time);

    public string Name => $"GET {url.AbsolutePath}";

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
            var reason = exception.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                ? "connection refused"
                : $"{exception.HttpRequestError}";
            return new(false, $"{Name}: {reason}");
        }
    }
}
