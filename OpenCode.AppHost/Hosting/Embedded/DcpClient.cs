using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using k8s;

namespace OpenCode.AppHost.Hosting.Embedded;

/// <summary>
/// DCP's API. <see cref="Kubernetes"/> knows the address, the certificate and the token; watches, logs and the
/// execution document are plain HTTP, because no typed client has them.
/// </summary>
internal sealed class DcpClient(Kubernetes api) : IOrchestrator, IDisposable
{
    private const string Executables = $"apis/{DcpExecutable.Group}/executables";

    /// <exception cref="k8s.Exceptions.KubeConfigException">The file is not complete yet.</exception>
    public static DcpClient Connect(string kubeconfig) =>
        new(new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig)));

    /// <exception cref="HttpRequestException">It does not answer.</exception>
    public async Task PingAsync(CancellationToken cancellationToken) =>
        (await SendAsync(HttpMethod.Get, Executables, null, cancellationToken)).Dispose();

    public async Task CreateAsync(string name, ProcessPlan plan, CancellationToken cancellationToken)
    {
        using var content = Json(DcpExecutable.From(name, plan), DcpJson.Default.DcpExecutable, "application/json");
        (await SendAsync(HttpMethod.Post, Executables, content, cancellationToken)).Dispose();
    }

    public async Task StopAsync(string name, CancellationToken cancellationToken)
    {
        using var content = Json([new("add", "/spec/stop", true)], DcpJson.Default.DcpPatchArray, "application/json-patch+json");
        (await SendAsync(HttpMethod.Patch, $"{Executables}/{name}", content, cancellationToken)).Dispose();
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            (await SendAsync(HttpMethod.Delete, $"{Executables}/{name}", null, cancellationToken)).Dispose();
        }
        catch (HttpRequestException exception) when (exception.StatusCode is HttpStatusCode.NotFound)
        {
            // It was never created, or somebody was faster.
        }
    }

    /// <summary>Stops every process and then DCP itself. Returns when DCP has taken the order.</summary>
    public async Task ShutDownAsync(CancellationToken cancellationToken)
    {
        using var content = Json(new DcpExecution("Stopping", "Full"), DcpJson.Default.DcpExecution, "application/merge-patch+json");
        (await SendAsync(HttpMethod.Patch, "admin/execution", content, cancellationToken)).Dispose();
    }

    public async IAsyncEnumerable<ProcessReport> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in ReadLinesAsync($"{Executables}?watch=true", cancellationToken))
        {
            if (JsonSerializer.Deserialize(line, DcpJson.Default.DcpWatchEvent) is { Object: var executable, Type: "ADDED" or "MODIFIED" })
            {
                var status = executable.Status;
                yield return new(
                    executable.Metadata.Name,
                    string.IsNullOrEmpty(status?.State) ? null : status.State,
                    status?.Pid is > 0 ? status.Pid : null,
                    status?.ExitCode,
                    status?.StartupTimestamp,
                    status?.FinishTimestamp);
            }
        }
    }

    public IAsyncEnumerable<string> ReadLogAsync(string name, LogSource source, bool follow, CancellationToken cancellationToken)
    {
        // The dashboard reads the time at the start of a line and orders and shows lines by it.
        var stamped = source is LogSource.System ? "false" : "true";
        var query = $"source={source.ToString().ToLowerInvariant()}&follow={(follow ? "true" : "false")}&timestamps={stamped}";
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
