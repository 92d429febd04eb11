using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;

namespace OpenCode.Bridge.Channels;

/// <param name="Body">Undefined where the service sent no JSON. Nothing of it is ever shown.</param>
internal sealed record ChannelAnswer(int Status, HttpResponseHeaders Headers, JsonElement Body)
{
    public bool IsSuccess => Status is >= 200 and < 300;

    public string? Text(string name) => JsonText.Of(Body, name);

    public double? Number(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>A header that holds seconds, whole or not.</summary>
    public TimeSpan? Seconds(string header) =>
        Headers.TryGetValues(header, out var values)
        && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? Span(seconds)
            : null;

    /// <summary>When the service wants to be asked again: seconds or a date.</summary>
    public TimeSpan? RetryAfter(DateTimeOffset now) => Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > now => date - now,
        _ => Seconds("Retry-After"),
    };

    /// <summary>Null for what is no time to wait.</summary>
    public static TimeSpan? Span(double? seconds) =>
        seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(seconds.Value) : null;
}
