using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace OpenCode.Benchmarks;

/// <summary>The baseline: the server without any host.</summary>
internal static class BareServer
{
    private const string Password = "benchmark";

    // The server never answers a request of its first moments: give up soon and ask again.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    /// <returns>Seconds from the start of the process to its first healthy answer.</returns>
    public static async Task<double> MeasureAsync(string binary)
    {
        var folder = Directory.CreateTempSubdirectory("opencode-bare-").FullName;
        var port = FreePort();
        var start = new ProcessStartInfo(binary, ["serve", "--hostname", "127.0.0.1", "--port", $"{port}"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OPENCODE_SERVER_PASSWORD"] = Password;
        start.Environment["OPENCODE_DISABLE_AUTOUPDATE"] = "1";
        foreach (var kind in (string[])["DATA", "CONFIG", "CACHE", "STATE"])
        {
            start.Environment[$"XDG_{kind}_HOME"] = Path.Combine(folder, kind);
        }

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = s_patience };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"opencode:{Password}")));
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!await IsHealthyAsync(client))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
            }

            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> IsHealthyAsync(HttpClient client)
    {
        try
        {
            using var response = await client.GetAsync(new Uri("/global/health", UriKind.Relative));
            return response.StatusCode is HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
