using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpenCode.Tests.Bridge.Inbox;

/// <summary>
/// What stands in front of a bridge on a network: https under a name, plain http behind. Like nginx it collects an answer
/// before it sends it, unless the answer says <c>X-Accel-Buffering: no</c>. Under another name it is somebody else's site.
/// </summary>
internal sealed class ReverseProxy : IAsyncDisposable
{
    /// <summary>Names below <c>localhost</c> are this machine to every browser.</summary>
    private const string Name = "inbox.localhost";

    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade"];

    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly X509Certificate2 certificate = SelfSigned();
    private WebApplication app = null!;

    /// <summary>The bridge's address as a browser knows it.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Of a page of another site; it shows <see cref="ForeignHtml"/>.</summary>
    public Uri ForeignUrl => new UriBuilder(Url) { Host = "evil.localhost" }.Uri;

    public string ForeignHtml { get; set; } = "";

    /// <summary>What the bridge answered to each call.</summary>
    public ConcurrentQueue<(string Method, string Path, int Status)> Answers { get; } = [];

    /// <summary>Where what arrives under <see cref="Url"/> goes.</summary>
    public Uri? Target { get; set; }

    public static async Task<ReverseProxy> StartAsync()
    {
        var proxy = new ReverseProxy();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(proxy.certificate)));
        proxy.app = builder.Build();
        proxy.app.Run(proxy.ServeAsync);
        await proxy.app.StartAsync();
        proxy.Url = new UriBuilder(proxy.app.Urls.First()) { Host = Name }.Uri;
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        // An endless answer that is under way must not hold up the stop.
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        client.Dispose();
        certificate.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Host.Host != Name)
        {
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync(ForeignHtml, context.RequestAborted);
            return;
        }

        try
        {
            await ForwardAsync(context);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            if (!context.Response.HasStarted)
            {
                context.Response.StatusCode = StatusCodes.Status502BadGateway;
            }
        }
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(Target!, context.Request.Path + context.Request.QueryString));
        if (context.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(context.Request.Body);
        }

        foreach (var (name, values) in context.Request.Headers.Where(header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
            }
        }

        request.Headers.Host = context.Request.Host.Value;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", $"{context.Connection.RemoteIpAddress}");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", context.Request.Host.Value);
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        Answers.Enqueue((context.Request.Method, context.Request.Path.Value!, (int)answer.StatusCode));
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !HopByHop.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        if (answer.Headers.TryGetValues("X-Accel-Buffering", out var buffering) && buffering.Contains("no"))
        {
            await PassOnAsync(body, context);
            return;
        }

        using var whole = new MemoryStream();
        await body.CopyToAsync(whole, context.RequestAborted);
        await context.Response.Body.WriteAsync(whole.ToArray(), context.RequestAborted);
    }

    private static async Task PassOnAsync(Stream body, HttpContext context)
    {
        var buffer = new byte[4096];
        while (await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var length)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, length), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
