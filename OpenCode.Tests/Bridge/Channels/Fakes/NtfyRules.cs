using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>Why ntfy refuses something: its own code and words.</summary>
internal sealed class NtfyException(int status, int code, string text) : Exception(text)
{
    public int Status { get; } = status;

    public int Code { get; } = code;

    public static NtfyException Bad(int code, string text) => new(400, code, text);
}

internal sealed record NtfyAction(string Action, string Label, string Url, string Method, IReadOnlyDictionary<string, string> Headers, string Body, bool Clear);

/// <summary>What is published. Nothing of it is more than the service promises.</summary>
internal sealed record NtfyPublish(
    string Topic,
    string Title,
    string Message,
    int Priority,
    IReadOnlyList<string> Tags,
    string Click,
    IReadOnlyList<NtfyAction> Actions,
    string SequenceId,
    TimeSpan? Delay);

/// <summary>What an ntfy server of 2.16 or later takes as JSON at its root: https://docs.ntfy.sh/publish/#publish-as-json.</summary>
internal static partial class NtfyRules
{
    public const int MessageBytes = 4096;

    // Twice a message: escapes and the other fields have to fit as well.
    public const int BodyBytes = 2 * MessageBytes;

    private const int MostActions = 3;

    private static readonly string[] Disallowed = ["docs", "static", "file", "app", "metrics", "account", "settings", "signup", "login", "v1"];

    public static NtfyPublish Read(string body)
    {
        if (Encoding.UTF8.GetByteCount(body) > BodyBytes)
        {
            throw new NtfyException(413, 41303, "JSON body too large");
        }

        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            throw NtfyException.Bad(40024, "invalid request: request body must be valid JSON");
        }
    }

    public static string Topic(string topic)
    {
        if (!Name().IsMatch(topic))
        {
            throw NtfyException.Bad(40009, "invalid request: topic invalid");
        }

        return Disallowed.Contains(topic) ? throw NtfyException.Bad(40010, "invalid request: topic name is not allowed") : topic;
    }

    public static string Sequence(string id) => id.Length == 0 || Name().IsMatch(id) ? id : throw NtfyException.Bad(40049, "invalid request: sequence ID invalid");

    public static string Message(string message) => Encoding.UTF8.GetByteCount(message) <= MessageBytes
        ? message.Trim() is { Length: > 0 } text ? text : "triggered"
        // A server with an attachment store makes a file of it, which nobody reads on a lock screen.
        : throw NtfyException.Bad(40014, "invalid request: attachments not allowed");

    private static NtfyPublish Read(JsonElement json)
    {
        var priority = json.TryGetProperty("priority", out var given) ? given.GetInt32() : 0;
        var publish = new NtfyPublish(
            Topic(Text(json, "topic")),
            Text(json, "title").Trim(),
            Message(Text(json, "message")),
            priority is >= 0 and <= 5 ? priority : throw NtfyException.Bad(40007, "invalid priority parameter"),
            json.TryGetProperty("tags", out var tags) ? [.. tags.EnumerateArray().Select(tag => tag.GetString()!)] : [],
            Text(json, "click"),
            json.TryGetProperty("actions", out var actions) ? [.. actions.EnumerateArray().Select(Action)] : [],
            Sequence(Text(json, "sequence_id")),
            Delay(Text(json, "delay")));
        return publish.Actions.Count <= MostActions ? publish : throw Invalid($"only {MostActions} actions allowed");
    }

    private static NtfyAction Action(JsonElement json)
    {
        var action = new NtfyAction(
            Text(json, "action").ToLowerInvariant(),
            Text(json, "label"),
            Text(json, "url"),
            Text(json, "method") is { Length: > 0 } method ? method.ToUpperInvariant() : "POST",
            json.TryGetProperty("headers", out var headers) ? headers.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.GetString()!) : [],
            Text(json, "body"),
            json.TryGetProperty("clear", out var clear) && clear.GetBoolean());
        return action switch
        {
            { Action: not ("view" or "broadcast" or "http") } => throw Invalid("parameter 'action' cannot be this"),
            { Label: "" } => throw Invalid("parameter 'label' is required"),
            { Action: "view" or "http", Url: "" } => throw Invalid("parameter 'url' is required"),
            { Action: "http", Method: "GET" or "HEAD", Body.Length: > 0 } => throw Invalid("parameter 'body' cannot be set"),
            _ => action,
        };
    }

    private static TimeSpan? Delay(string delay)
    {
        if (delay.Length == 0)
        {
            return null;
        }

        var match = Duration().Match(delay);
        var span = !match.Success
            ? throw NtfyException.Bad(40004, "invalid delay parameter: unable to parse delay")
            : int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
            {
                "s" => TimeSpan.FromSeconds(1),
                "m" => TimeSpan.FromMinutes(1),
                _ => TimeSpan.FromHours(1),
            };
        return span < TimeSpan.FromSeconds(10) ? throw NtfyException.Bad(40005, "invalid delay parameter: too small, please refer to the docs")
            : span > TimeSpan.FromDays(3) ? throw NtfyException.Bad(40006, "invalid delay parameter: too large, please refer to the docs")
            : span;
    }

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString()! : "";

    private static NtfyException Invalid(string why) => NtfyException.Bad(40018, $"invalid request: actions invalid; {why}");

    [GeneratedRegex(@"\A[-_A-Za-z0-9]{1,64}\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"\A([0-9]{1,6})(s|m|h)\z")]
    private static partial Regex Duration();
}
