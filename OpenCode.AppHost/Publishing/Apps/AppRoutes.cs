using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>The routes of the apps in each mode of <c>Stack:Cluster:External</c>. The inner route is always there.</summary>
internal static class AppRoutes
{
    public const string External = "external";
    public const string Decisions = "decisions";

    // A person's browser loads the web UI in some hundred requests; a button of an alert is one.
    private const int RequestsOfPeople = 600;
    private const int RequestsOfButtons = 60;

    public static IReadOnlyList<AppRoute> OfServer(string app, ClusterSettings cluster) =>
        [Inner(app, cluster.Host, cluster), .. Outer(cluster.Host, cluster)];

    public static IReadOnlyList<AppRoute> OfBridge(string app, ClusterSettings cluster) =>
    [
        Inner(app, cluster.BridgeHost, cluster),
        .. Outer(cluster.BridgeHost, cluster),

        // A button of an alert carries its own single-use token; a login page would swallow the decision.
        .. cluster.External is ExternalAccess.None ? Array.Empty<AppRoute>() :
        [
            new AppRoute(Decisions, cluster.ExternalGateway, cluster.BridgeHost, RouteGuard.App)
            {
                PathPrefix = "/d/",
                RequestsPerMinute = RequestsOfButtons,
            },
        ],
    ];

    /// <summary>The ntfy app on a phone passes no login page: ntfy's own access control, which denies by default, is the guard.</summary>
    public static IReadOnlyList<AppRoute> OfNtfy(string app, string host, ClusterSettings cluster) =>
    [
        Inner(app, host, cluster),
        .. cluster.External is ExternalAccess.None ? Array.Empty<AppRoute>() :
            [new AppRoute(External, cluster.ExternalGateway, host, RouteGuard.App) { RequestsPerMinute = RequestsOfPeople }],
    ];

    private static AppRoute Inner(string app, string host, ClusterSettings cluster) => new(app, cluster.Gateway, host, RouteGuard.Gateway);

    private static AppRoute[] Outer(string host, ClusterSettings cluster) => cluster.External switch
    {
        ExternalAccess.Authentik => [new AppRoute(External, cluster.ExternalGateway, host, RouteGuard.Gateway) { AddsCredentials = true }],
        ExternalAccess.AuthentikRoute => [new AppRoute(External, cluster.ExternalGateway, host, RouteGuard.Authentik) { AddsCredentials = true }],
        ExternalAccess.Public => [new AppRoute(External, cluster.ExternalGateway, host, RouteGuard.App) { RequestsPerMinute = RequestsOfPeople }],
        _ => [],
    };
}
