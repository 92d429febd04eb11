using System.Globalization;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Settings;

/// <summary>Reads what <see cref="ContractVariables"/> has checked.</summary>
internal static class AlertSettingsReader
{
    /// <exception cref="SettingsException"><c>TZ</c> names no time zone of this machine, and quiet hours need one.</exception>
    public static AlertSettings Read(IConfiguration configuration)
    {
        var defaults = new AlertSettings();
        return new()
        {
            Kinds = Variables.Value(configuration, "ALERT_KINDS") is { } kinds ? Kinds(kinds) : defaults.Kinds,
            Grace = Duration(configuration, "ALERT_GRACE") ?? defaults.Grace,
            MinDuration = Duration(configuration, "ALERT_MIN_DURATION") ?? defaults.MinDuration,
            Stall = Duration(configuration, "ALERT_STALL") ?? defaults.Stall,
            Unreachable = Duration(configuration, "ALERT_UNREACHABLE") ?? defaults.Unreachable,
            Remind = Duration(configuration, "ALERT_REMIND") ?? defaults.Remind,
            Expire = Duration(configuration, "ALERT_EXPIRE"),
            Quiet = Variables.Value(configuration, "QUIET_HOURS") is { } hours ? Quiet(hours, Variables.Value(configuration, "TZ")) : null,
            Routes = Variables.Value(configuration, "ROUTES") is { } routes ? [.. Parts(routes, ';').Select(Route)] : [],
        };
    }

    private static TimeSpan? Duration(IConfiguration configuration, string key) =>
        Variables.Value(configuration, key) is { } value ? Forms.ReadDuration(value) : null;

    private static HashSet<AlertKind> Kinds(string value)
    {
        var names = Parts(value, ',');
        return [.. Enum.GetValues<AlertKind>().Where(kind => names.Contains(kind.Name))];
    }

    private static QuietHours Quiet(string hours, string? zone)
    {
        var times = hours.Split('-').Select(time => TimeOnly.ParseExact(time, "HH:mm", CultureInfo.InvariantCulture)).ToArray();
        return new(times[0], times[1], Zone(zone));
    }

    private static TimeZoneInfo Zone(string? name)
    {
        // The leading colon is POSIX's way to say that the name of a zone follows.
        var id = name?.TrimStart(':');
        if (string.IsNullOrEmpty(id))
        {
            return TimeZoneInfo.Local;
        }

        return TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone)
            ? zone
            : throw new SettingsException($"{(HttpAddress.MayHoldSecret(id) ? "TZ" : $"TZ={Variables.OneLine(id)}")} is no time zone of this machine; allowed is a name like Europe/Berlin or UTC");
    }

    private static Route Route(string route)
    {
        // The last one: a directory may have the sign in its name.
        var sign = route.LastIndexOf('=');
        return new(route[..sign].Trim(), Parts(route[(sign + 1)..], ','));
    }

    private static string[] Parts(string value, char separator) =>
        value.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
