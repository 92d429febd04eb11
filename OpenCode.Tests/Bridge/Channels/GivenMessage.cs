using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge.Channels;

/// <summary>Alerts and messages of them.</summary>
internal static class GivenMessage
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);

    public static Alert Permission(string text = "ls -la", string title = "Fix the build") => new(
        AlertId.Of("opencode", "per_1"),
        AlertKind.Permission,
        "opencode",
        "ses_1",
        "ses_1",
        title,
        Given.Folder,
        text,
        [Given.Permission("per_1", command: text)],
        Noon);

    public static Alert Question(params string[] labels)
    {
        var request = Given.Question("que_1", Given.OneOf(labels));
        return Permission() with { Id = AlertId.Of("opencode", "que_1"), Kind = AlertKind.Question, Text = "Which?", Requests = [request] };
    }

    public static Alert Of(AlertKind kind) => kind switch
    {
        AlertKind.Permission => Permission(),
        AlertKind.Question => Question("A", "B"),
        _ => Permission("Something happened") with
        {
            Id = AlertId.Of("opencode", kind.Name),
            Kind = kind,
            Requests = [],
            State = kind is AlertKind.Complete or AlertKind.Error ? AlertState.Done : AlertState.Open,
        },
    };

    public static ChannelMessage Opened(Alert alert) => new(alert, MessageReason.Opened, 1, null, []);

    public static ChannelMessage Closed(Alert alert, string? receipt = null) =>
        new(alert with { State = AlertState.Decided, Decision = ReplyKind.Once, DecidedBy = "ada" }, MessageReason.Closed, 2, receipt, []);

    public static ChannelMessage Withdrawn(Alert alert, string? receipt = null) =>
        new(alert with { State = AlertState.Withdrawn }, MessageReason.Closed, 2, receipt, []);
}
