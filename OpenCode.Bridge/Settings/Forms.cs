using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace OpenCode.Bridge.Settings;

/// <summary>The forms of values: each is null for a value that has it, else a sentence's end that says what is allowed.</summary>
internal static partial class Forms
{
    private const int KeyBytes = 32;

    // What a timer takes, rounded down.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1000);

    private static readonly string[] AlertKinds = ["permission", "question", "complete", "error", "stalled", "unreachable"];
    private static readonly string[] Channels = ["ntfy", "discord", "webhook", "webpush"];

    public static string? Any(string value) => null;

    public static string? Duration(string value) =>
        DurationForm().Match(value) is { Success: true } match && Length(match) <= Longest.TotalMilliseconds
            ? null
            : "a whole number with its unit like 500ms, 2s, 10m or 1h, up to 1000h";

    /// <summary>A duration after which something happens: nothing could mean at once or never, so it is asked what was meant.</summary>
    public static string? Period(string value) =>
        Duration(value) ?? (ReadDuration(value) > TimeSpan.Zero ? null : "a duration like 500ms, 2s, 10m or 1h, longer than nothing");

    /// <exception cref="FormatException">The value has not the form of <see cref="Duration"/>.</exception>
    public static TimeSpan ReadDuration(string value) => DurationForm().Match(value) is { Success: true } match
        ? TimeSpan.FromMilliseconds(Length(match))
        : throw new FormatException("Not a duration");

    public static string? Kinds(string value) =>
        Parts(value, ',') is { Length: > 0 } kinds && kinds.All(kind => AlertKinds.Contains(kind)) ? null : $"one or more of {string.Join(',', AlertKinds)}";

    public static string? Hours(string value) =>
        HoursForm().Match(value) is { Success: true } match && match.Groups[1].Value != match.Groups[2].Value
            ? null
            : "two different times of the day like 22:00-07:00";

    public static string? Routes(string value)
    {
        var routes = Parts(value, ';');
        return routes.Length > 0 && routes.All(IsRoute) ? null : $"glob=channel,channel;glob=channel … with the channels {string.Join(',', Channels)}";
    }

    public static string? Listeners(string value) =>
        Parts(value, ';') is { Length: > 0 } urls && urls.All(url => ListenUrls.Problem(url) is null) ? null : ListenUrls.Allowed;

    public static string? Folder(string value) => HasControl(value) ? "the path of a folder" : null;

    /// <summary>As Basic auth carries it: the first colon ends the name (RFC 7617).</summary>
    public static string? UserName(string value) => value.Contains(':', StringComparison.Ordinal) || HasControl(value) ? "any text without a colon and control characters" : null;

    public static string? Endpoint(string value) => Url(value) is null ? "an http:// or https:// URL" : null;

    public static string? Key(string value) => Encoding.UTF8.GetByteCount(value) >= KeyBytes ? null : $"a key of at least {KeyBytes} bytes";

    /// <summary>What fits into a header, as one word.</summary>
    public static string? Token(string value) =>
        value.Trim() is { Length: > 0 } token && token.All(character => character is > ' ' and < '\u007f') ? null : "a token of visible ASCII characters";

    public static string? Topic(string value) =>
        Url(value) is { Query: "", Fragment: "" } url && TopicForm().IsMatch(url.AbsolutePath) && !HttpAddress.MayHoldSecret(value)
            ? null
            : "the URL of a topic, https://host/topic or http://host/topic, without user name, query and fragment";

    /// <summary>With a query: Discord names a thread in it, others their token.</summary>
    public static string? Webhook(string value) =>
        Url(value) is { UserInfo: "", Fragment: "" } ? null : "an http:// or https:// URL without user name and fragment";

    private static Uri? Url(string value) =>
        Uri.TryCreate(value.Trim(), UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.Host.Length > 0 ? url : null;

    private static bool HasControl(string value) => value.Any(char.IsControl);

    private static bool IsRoute(string route)
    {
        // The last one: a directory may have the sign in its name.
        var sign = route.LastIndexOf('=');
        return sign > 0
            && !string.IsNullOrWhiteSpace(route[..sign])
            && Parts(route[(sign + 1)..], ',') is { Length: > 0 } channels
            && channels.All(channel => Channels.Contains(channel));
    }

    private static double Length(Match duration) => double.Parse(duration.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) * duration.Groups[2].Value switch
    {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => 3_600_000,
    };

    private static string[] Parts(string value, char separator) =>
        value.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"\A([0-9]{1,12})(ms|s|m|h)\z")]
    private static partial Regex DurationForm();

    [GeneratedRegex(@"\A((?:[01][0-9]|2[0-3]):[0-5][0-9])-((?:[01][0-9]|2[0-3]):[0-5][0-9])\z")]
    private static partial Regex HoursForm();

    // As ntfy itself names topics; a server may lie below a path.
    [GeneratedRegex(@"\A/(?:[^/]+/)*[-_A-Za-z0-9]{1,64}/?\z")]
    private static partial Regex TopicForm();
}
