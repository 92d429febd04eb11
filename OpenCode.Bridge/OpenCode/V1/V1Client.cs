using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OpenCode.Bridge.OpenCode.V1;

/// <summary>
/// HTTP to one server: every call has its time-out, every failure is an <see cref="OpenCodeException"/>. The content type
/// is checked because an unknown path answers 200 with the HTML of the server's own page, to POST too.
/// </summary>
internal sealed class V1Client(string name, IHttpClientFactory clients, ServerTimings timings, TimeProvider time)
{
    /// <summary>The name under which a server's <see cref="HttpClient"/> is registered.</summary>
    public static string ClientName(string server) => $"opencode:{server}";

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan? limit = null) =>
        await FindAsync(path, type, cancellationToken, limit)
        ?? throw new OpenCodeException(OpenCodeFault.Unexpected, $"{name} does not know {Plain(path)}");

    /// <summary>Like <see cref="GetAsync"/>, and <c>default</c> for what the server does not know.</summary>
    public Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken, TimeSpan? limit = null) =>
        CallAsync(
            async token =>
            {
                using var response = await clients.CreateClient(ClientName(name))
                    .GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, token);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return default;
                }

                Check(response, path, "application/json");
                await using var body = await response.Content.ReadAsStreamAsync(token);
                return await JsonSerializer.DeserializeAsync(body, type, token);
            },
            limit ?? timings.Call,
            cancellationToken);

    /// <summary>False when the server does not know what the path names.</summary>
    public Task<bool> PostAsync<T>(string path, T body, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        PostAsync(path, body, type, (response, _) => Task.FromResult(response is not null), cancellationToken);

    /// <summary>Like <see cref="PostAsync{T}(string, T, JsonTypeInfo{T}, CancellationToken)"/>, for an answer that is to be read.</summary>
    public async Task<TResult> PostForAsync<T, TResult>(
        string path,
        T body,
        JsonTypeInfo<T> type,
        JsonTypeInfo<TResult> resultType,
        CancellationToken cancellationToken)
        where TResult : class =>
        await PostAsync<T, TResult?>(
            path,
            body,
            type,
            async (response, token) => response is null ? null : await JsonSerializer.DeserializeAsync(await response.Content.ReadAsStreamAsync(token), resultType, token),
            cancellationToken)
        ?? throw new OpenCodeException(OpenCodeFault.Unexpected, $"{name} does not know {Plain(path)}");

    private Task<TResult> PostAsync<T, TResult>(
        string path,
        T body,
        JsonTypeInfo<T> type,
        Func<HttpResponseMessage?, CancellationToken, Task<TResult>> read,
        CancellationToken cancellationToken) =>
        CallAsync(
            async token =>
            {
                using var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type))
                {
                    Headers = { ContentType = new("application/json") },
                };
                using var response = await clients.CreateClient(ClientName(name)).PostAsync(new Uri(path, UriKind.Relative), content, token);
                if (response.StatusCode == HttpStatusCode.NotFound)
                {
                    return await read(null, token);
                }

                Check(response, path, "application/json");
                return await read(response, token);
            },
            timings.Call,
            cancellationToken);

    /// <summary>The response of an event stream, its headers read; the caller disposes it and limits its reading.</summary>
    public Task<HttpResponseMessage> OpenStreamAsync(string path, CancellationToken cancellationToken) =>
        CallAsync(
            async token =>
            {
                var response = await clients.CreateClient(ClientName(name))
                    .GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, token);
                try
                {
                    Check(response, path, "text/event-stream");
                    return response;
                }
                catch
                {
                    response.Dispose();
                    throw;
                }
            },
            timings.FirstByte,
            cancellationToken);

    /// <summary>Runs a call under a time-out and says in the port's words how it failed.</summary>
    public async Task<T> CallAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(limit, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            return await call(linked.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"{name} did not answer within {limit.TotalSeconds:0.#} s");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"{name} cannot be reached", failure);
        }
        catch (JsonException failure)
        {
            throw new OpenCodeException(OpenCodeFault.Unexpected, $"{name} answered something that cannot be read", failure);
        }
    }

    private void Check(HttpResponseMessage response, string path, string contentType)
    {
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new OpenCodeException(OpenCodeFault.Unauthorized, $"{name} refuses the user name or password");
        }

        // A proxy in front of a server that is down says 502 to 504: as good as no answer.
        if ((int)response.StatusCode is >= 502 and <= 504)
        {
            throw new OpenCodeException(OpenCodeFault.Unreachable, $"{name} cannot be reached (status {(int)response.StatusCode})");
        }

        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity)
        {
            throw new OpenCodeException(OpenCodeFault.Rejected, $"{name} rejects what was sent to {Plain(path)}");
        }

        if (!response.IsSuccessStatusCode)
        {
            throw new OpenCodeException(OpenCodeFault.Unexpected, $"{name} answered {Plain(path)} with status {(int)response.StatusCode}");
        }

        // "Taken", and nothing to say: the one answer that has no type.
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return;
        }

        if (response.Content.Headers.ContentType?.MediaType is not { } actual || !string.Equals(actual, contentType, StringComparison.OrdinalIgnoreCase))
        {
            throw new OpenCodeException(OpenCodeFault.Unexpected, $"{name} has no {Plain(path)} that answers {contentType}");
        }
    }

    private static string Plain(string path) => "/" + path.Split('?', 2)[0];
}
