using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>A call that a fake got, whatever became of it.</summary>
/// <param name="Body">One character for each byte where it is no text.</param>
internal sealed record FakeCall(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>A call that a fake took, whether or not the caller heard of it.</summary>
internal sealed record TakenCall(FakeCall Call, DateTimeOffset At);

/// <summary>
/// A service behind a channel, on loopback and a port that is kept: it can be stopped and started again, as the real one.
/// It refuses what the real one refuses. Nothing of it needs a test around it, so it runs in any process.
/// </summary>
internal abstract class FakeService(int port, TimeProvider? time) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Fault> faults = [];
    private WebApplication? app;
    private int port = port;
    private int busy;

    public TimeProvider Time { get; } = time ?? TimeProvider.System;

    /// <summary>Without a slash at the end.</summary>
    public string Url => $"http://127.0.0.1:{port}";

    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    public ConcurrentQueue<TakenCall> TakenCalls { get; } = [];

    /// <summary>True while a call is under way.</summary>
    public bool IsBusy => Volatile.Read(ref busy) > 0;

    /// <summary>Asked for every call after <see cref="Next"/> ran out; null serves it.</summary>
    public Func<FakeCall, Fault?> Chance { get; set; } = _ => null;

    /// <summary>What happens to the next calls, one each.</summary>
    public void Next(params ReadOnlySpan<Fault> next)
    {
        foreach (var fault in next)
        {
            faults.Enqueue(fault);
        }
    }

    /// <summary>Opens the port; the first time a free one unless one was given.</summary>
    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        // Not by UseUrls: an ASPNETCORE_URLS of the process that this runs in would win.
        builder.WebHost.ConfigureKestrelOn(port);
        app = builder.Build();
        app.Run(HandleAsync);
        await app.StartAsync();
        port = new Uri(app.Urls.First()).Port;
    }

    /// <summary>Like a kill: connections break, what was taken stays.</summary>
    public async Task StopAsync()
    {
        if (app is { } running)
        {
            app = null;
            Stopping();
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await running.StopAsync(now.Token);
            await running.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Serves a call as the real service would.</summary>
    protected abstract Task ServeAsync(HttpContext context, FakeCall call);

    /// <summary>Answers that there were too many calls, as the real service does.</summary>
    protected abstract Task TooManyAsync(HttpContext context, TimeSpan after);

    /// <summary>Ends streams that wait.</summary>
    protected virtual void Stopping()
    {
    }

    protected static async Task AnswerAsync(HttpContext context, int status, object body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    private async Task HandleAsync(HttpContext context)
    {
        Interlocked.Increment(ref busy);
        try
        {
            await ServeOrFailAsync(context);
        }
        finally
        {
            Interlocked.Decrement(ref busy);
        }
    }

    private async Task ServeOrFailAsync(HttpContext context)
    {
        var call = await ReadAsync(context);
        Calls.Enqueue(call);
        var fault = faults.TryDequeue(out var planned) ? planned : Chance(call);
        if (await Fault.ApplyAsync(fault, context, after => TooManyAsync(context, after)))
        {
            return;
        }

        var unheard = fault is Fault.TakeThenReset or Fault.Struck;
        if (unheard)
        {
            // Served into nowhere.
            context.Response.Body = Stream.Null;
        }

        await ServeAsync(context, call);
        if (context.Response.StatusCode < 300)
        {
            TakenCalls.Enqueue(new(call, Time.GetUtcNow()));
        }

        if (fault is Fault.Struck struck)
        {
            await struck.Strike();
        }

        if (unheard)
        {
            context.Abort();
        }
    }

    private static async Task<FakeCall> ReadAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes);
        return new(
            context.Request.Method,
            context.Request.Path.Value ?? "/",
            context.Request.QueryString.Value ?? "",
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            // A client that sends broken UTF-8 as text is at fault: this throws, and it gets a 500.
            context.Request.ContentType == "application/octet-stream"
                ? Encoding.Latin1.GetString(bytes.ToArray())
                : new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.ToArray()));
    }
}

internal static class FakeServiceHost
{
    public static void ConfigureKestrelOn(this ConfigureWebHostBuilder host, int port) =>
        Microsoft.AspNetCore.Hosting.WebHostBuilderKestrelExtensions.ConfigureKestrel(
            host,
            kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1));
}
