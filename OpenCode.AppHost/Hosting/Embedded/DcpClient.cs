using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;
using k8s.Exceptions;
using YamlDotNet.Core;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// DCP's API. <see cref="Kubernetes"/> knows the address, the certificate and the token; watches, logs and the
/// execution document are plain HTTP, because no typed client has them.
/// </summary>
internal sealed class DcpClient(Kubernetes api) : IOrchestrator, IDisposable
{
    private const string Executables = $"apis/{DcpExecutable.Group}/executables";

    /// <returns>Null while the file is half written, or the server behind it does not listen yet.</returns>
    public static async Task<DcpClient?> TryConnectAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        DcpClient? client = null;
        try
        {
            client = new(new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig)));
            await client.PingAsync(cancellationToken);
            return client;
        }
        catch (Exception exception) when (exception is HttpRequestException or KubeConfigException or IOException or YamlException)
        {
            client?.Dispose();
            return null;
        }
    }

    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public Task PingAsync(CancellationToken cancellationToken) => DoAsync(HttpMethod.Get, Executables, null, cancellationToken);

    public Task CreateAsync(string name, ProcessPlan plan, CancellationToken cancellationToken) => DoAsync(
        HttpMethod.Post,
        Executables,
        Json(DcpExecutable.From(name, plan), DcpJson.Default.DcpExecutable, "application/json"),
        cancellationToken);

    public Task StopAsync(string name, CancellationToken cancellationToken) => DoAsync(
        HttpMethod.Patch,
        $"{Executables}/{name}",
        Json([new("add", "/spec/stop", true)], DcpJson.Default.DcpPatchArray, "application/json-patch+json"),
        cancellationToken);

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await DoAsync(HttpMethod.Delete, $"{Executables}/{name}", null, cancellationToken);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            // It was never created, or somebody was faster.
        }
    }

    /// <summary>Stops every process and then DCP itself. Returns when DCP has taken the order.</summary>
    public Task ShutDownAsync(CancellationToken cancellationToken) => DoAsync(
        HttpMethod.Patch,
        "admin/execution",
        Json(new("Stopping", "Full"), DcpJson.Default.DcpExecution, "application/merge-patch+json"),
        cancellationToken);

    /// <summary>All processes, then every change, until the connection ends. Call it again for the next connection.</summary>
    public async IAsyncEnumerable<DcpExecutable> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in ReadLinesAsync($"{Executables}?watch=true", cancellationToken))
        {
            if (JsonSerializer.Deserialize(line, DcpJson.Default.DcpWatchEvent) is { Object: var executable, Type: "ADDED" or "MODIFIED" })
            {
                yield return executable;
            }
        }
    }

    public IAsyncEnumerable<string> ReadLogAsync(string name, LogSource source, CancellationToken cancellationToken)
    {
        // The dashboard reads the time at the start of a line and orders and shows lines by it.
        var query = source is LogSource.System ? "source=system" : $"source={source.ToString().ToLowerInvariant()}&follow=true&timestamps=true";
        return ReadLinesAsync($"{Executables}/{name}/log?{query}", cancellationToken);
    }

    public void Dispose() => api.Dispose();

    private async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return line;
        }
    }

    private async Task DoAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken) =>
        (await SendAsync(method, path, content, cancellationToken)).Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(api.BaseUri, path)) { Content = content };
        if (api.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, cancellationToken);
        }

        var response = await api.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            using (response)
            {
                throw new HttpRequestException($"DCP answered {(int)response.StatusCode} to {method} {path}", null, response.StatusCode);
            }
        }

        return response;
    }

    private static ByteArrayContent Json<T>(T value, JsonTypeInfo<T> type, string mediaType) =>
        new(JsonSerializer.SerializeToUtf8Bytes(value, type)) { Headers = { ContentType = new MediaTypeHeaderValue(mediaType) } };
}
