using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Watching;

namespace OpenCode.Bridge.Inbox.Live;

/// <summary>What the page shows live, at some moment.</summary>
internal sealed record LiveView(
    IReadOnlyDictionary<string, AlertView> Alerts,
    IReadOnlyDictionary<(string Server, string Id), SessionView> Sessions,
    IReadOnlyList<ServerJson> Servers,
    IReadOnlyList<ChannelJson> Channels)
{
    /// <summary>Ended alerts beyond these hardly change any more.</summary>
    private const int AlertLimit = 100;

    public static LiveView Take(AlertArchive archive, AlertStore store, IEnumerable<ServerStatus> servers, ChannelStates channels) => new(
        archive.List(openOnly: false, AlertLimit).Concat(archive.List(openOnly: true, int.MaxValue)).DistinctBy(view => view.Alert.Id).ToDictionary(view => view.Alert.Id),
        store.Sessions().ToDictionary(view => (view.Server, view.Session.Id)),
        [.. servers.Select(Of)],
        [.. channels.List().Select(ChannelJson.Of)]);

    public static ServerJson Of(ServerStatus status) => new(status.Server, status.Connected, status.Fault switch
    {
        null => null,
        OpenCodeFault.Unreachable => "cannot be reached",
        OpenCodeFault.Unauthorized => "refuses the user name or password",
        OpenCodeFault.Unsupported => "is of a version that this bridge does not know",
        _ => "answers something unexpected",
    });

    /// <summary>Null when nothing is different.</summary>
    public ChangesJson? Since(LiveView before)
    {
        List<AlertJson> alerts = [.. Alerts.Values.Where(view => !Same(view, before.Alerts.GetValueOrDefault(view.Alert.Id))).Select(AlertJson.Of)];
        List<SessionJson> sessions = [.. Sessions.Where(entry => entry.Value != before.Sessions.GetValueOrDefault(entry.Key)).Select(entry => SessionJson.Of(entry.Value))];
        List<string> gone = [.. before.Sessions.Keys.Where(key => !Sessions.ContainsKey(key)).Select(key => key.Id)];
        var servers = Servers.SequenceEqual(before.Servers) ? null : Servers;
        var channels = Channels.SequenceEqual(before.Channels) ? null : Channels;
        return alerts.Count + sessions.Count + gone.Count == 0 && servers is null && channels is null
            ? null
            : new(OrNull(alerts), OrNull(sessions), OrNull(gone), servers, channels);
    }

    // By what may change: an alert that is read from the file again is another object each time.
    private static bool Same(AlertView now, AlertView? before) =>
        before is not null
        && Changing(now.Alert) == Changing(before.Alert)
        && now.Deliveries.SequenceEqual(before.Deliveries);

    private static (AlertState, ReplyKind?, string?, string, string, int) Changing(Alert alert) =>
        (alert.State, alert.Decision, alert.DecidedBy, alert.Title, alert.RootSessionId, alert.Requests.Count);

    private static List<T>? OrNull<T>(List<T> list) => list.Count == 0 ? null : list;
}
