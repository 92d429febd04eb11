using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>A way to an app through a gateway.</summary>
/// <param name="Id">The app's name for the inner one; else what makes it different.</param>
internal sealed record AppRoute(string Id, NamespacedName Gateway, string Host, RouteGuard Guard)
{
    /// <summary>Null: every path.</summary>
    public string? PathPrefix { get; init; }

    /// <summary>The gateway adds the app's own credentials: who passed its login needs no second one.</summary>
    public bool AddsCredentials { get; init; }

    /// <summary>Over all callers together; null: no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Name of its HTTPRoute.</summary>
    public string ObjectName(App app) => Id == app.Name ? app.Name : $"{app.Name}-{Id}";
}

/// <summary>Who stands in front of a route.</summary>
internal enum RouteGuard
{
    /// <summary>Whatever the gateway has for all its routes.</summary>
    Gateway,

    /// <summary>Authentik, by a policy of this route.</summary>
    Authentik,

    /// <summary>Nobody but the app itself: the gateway's policy is replaced by an empty one.</summary>
    App,
}
