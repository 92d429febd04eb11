using System.Globalization;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Channels;

/// <summary>
/// A message on the alerts' topic that says "the bridge is silent", delivered later, which the bridge keeps putting off: the
/// ntfy server sends it when the bridge or its machine no longer can. A stop in good order puts a milder one in its place.
/// </summary>
internal sealed class DeadMan(
    NtfyChannel ntfy,
    SigningKey key,
    BridgeSettings settings,
    ChannelTimings timings,
    TimeProvider time,
    ILogger<DeadMan> logger) : BackgroundService
{
    private const string SharedServer = "ntfy.sh";

    /// <summary>The process is about to end.</summary>
    private static readonly TimeSpan LastWord = TimeSpan.FromSeconds(2);

    // Of this bridge alone, whatever else uses the topic, and the same after a restart.
    private readonly string sequence = $"bridge-{key.Derive("dead man")}";
    private bool armed;

    private bool IsShared => settings.Channels.Ntfy!.Topic.Host.Equals(SharedServer, StringComparison.OrdinalIgnoreCase);

    private TimeSpan Every => IsShared ? timings.SharedDeadManEvery : timings.DeadManEvery;

    private TimeSpan Delay => IsShared ? timings.SharedDeadManDelay : timings.DeadManDelay;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!armed)
        {
            return;
        }

        using var limit = new CancellationTokenSource(LastWord, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await ntfy.PublishAsync(Message("The OpenCode bridge is stopped", "It was stopped and has not been started again: nobody is told of alerts.", 3), both.Token);
        }
        catch (OperationCanceledException)
        {
            // Then the alarm itself says it.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Takes away an alarm of before, and shows whether the server knows sequences: one that does not would deliver every
        // put-off alarm.
        var possible = await ntfy.DeleteAsync(sequence, stoppingToken);
        while (possible is SendResult.Failed failed)
        {
            await Task.Delay(failed.After ?? Every, time, stoppingToken);
            possible = await ntfy.DeleteAsync(sequence, stoppingToken);
        }

        if (possible is SendResult.Refused refused)
        {
            DeadManLog.Off(logger, refused.Problem);
            return;
        }

        // From the first call on: one that is broken off may have been taken.
        armed = true;
        var failing = false;
        while (true)
        {
            var result = await ntfy.PublishAsync(Silence(), stoppingToken);
            if (result is SendResult.Accepted == failing)
            {
                failing = !failing;
                DeadManLog.Changed(logger, failing ? "cannot be put off" : "is put off again");
            }

            await Task.Delay(result is SendResult.Failed { After: { } after } && after > Every ? after : Every, time, stoppingToken);
        }
    }

    private NtfyPublish Silence() => Message(
        "The OpenCode bridge is silent",
        $"Nothing was heard of it for {Delay.TotalMinutes.ToString("0.#", CultureInfo.InvariantCulture)} minutes. Alerts may be waiting that nobody is told of. It watches {string.Join(", ", settings.Servers.Select(server => server.Name))}.",
        5);

    private NtfyPublish Message(string title, string text, int priority) => new(
        NtfyTopic.Of(settings.Channels.Ntfy!.Topic).Name,
        title,
        text,
        priority,
        ["skull"],
        sequence,
        settings.PublicUrl?.AbsoluteUri,
        Delay: string.Create(CultureInfo.InvariantCulture, $"{(int)Delay.TotalSeconds}s"));
}

internal static partial class DeadManLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Nobody will be told when the bridge falls silent: ntfy says no, {Problem}")]
    public static partial void Off(ILogger logger, string problem);

    [LoggerMessage(Level = LogLevel.Information, Message = "The alarm for a silent bridge {State}")]
    public static partial void Changed(ILogger logger, string state);
}
