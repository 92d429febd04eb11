using System.Globalization;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>What happened, in numbers.</summary>
internal sealed class CrashTally
{
    private readonly Dictionary<string, int> numbers = [];

    public int Kills => this["kills"];

    /// <summary>Kills after which Discord had a message of which the outbox did not know so.</summary>
    public int UnnoticedByDiscord => this["unnoticed on discord"];

    /// <summary>Messages on Discord that tell of an alert a second time.</summary>
    public int RepeatsOnDiscord
    {
        get => this["repeats on discord"];
        set => numbers["repeats on discord"] = value;
    }

    private int this[string name] => numbers.GetValueOrDefault(name);

    /// <param name="unnoticed">Channels that took a message of which the outbox does not know so.</param>
    /// <param name="aimed">True when the kill was timed for that.</param>
    public void Killed(IReadOnlyCollection<string> unnoticed, bool aimed)
    {
        Add("kills", 1);
        Add("kills between a channel's taking and the outbox's noting", unnoticed.Count > 0 ? 1 : 0);
        Add("of which by chance", unnoticed.Count > 0 && !aimed ? 1 : 0);
        foreach (var channel in unnoticed.Distinct())
        {
            Add($"unnoticed on {channel}", 1);
        }
    }

    /// <summary>What the channels hold in the end.</summary>
    public void Count(CrashStage stage, int takenUnheard)
    {
        Add("alerts", stage.Alerts.Count);
        Add("messages taken by ntfy", stage.Ntfy.Published.Count(message => message is { Event: "message", Content.Delay: null }));
        Add("messages taken by discord", stage.Discord.TakenCalls.Count);
        Add("messages taken by webhook", stage.Webhook.Taken.Count);
        Add("answers that broke off by themselves", takenUnheard);
        Add("repeats on ntfy, in the place of the first", stage.Ntfy.Published
            .Where(message => message is { Event: "message", Content.Delay: null })
            .GroupBy(message => (message.Sequence, message.Title, message.Text))
            .Sum(same => same.Count() - 1));
        Add("repeats on webhook, with the id of the first", stage.Webhook.Taken.GroupBy(delivery => delivery.Delivery).Sum(same => same.Count() - 1));
    }

    public void Add(CrashTally day)
    {
        foreach (var (name, number) in day.numbers)
        {
            Add(name, number);
        }
    }

    public override string ToString() => string.Join(Environment.NewLine, numbers.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Value,6} {entry.Key}")));

    private void Add(string name, int number) => numbers[name] = this[name] + number;
}
