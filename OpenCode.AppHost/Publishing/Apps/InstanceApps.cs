using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>The apps of one instance. A new service of the stack is one line here.</summary>
internal static class InstanceApps
{
    private static readonly Dictionary<string, Func<Deployment, Instance, App>> s_apps = new()
    {
        [OpenCodeStack.OpenCode] = ServerApp.Create,
        [OpenCodeStack.Bridge] = BridgeApp.Create,
        [OpenCodeStack.Ntfy] = NtfyApp.Create,
    };

    public static IReadOnlyList<App> Of(Deployment deployment, Instance instance) =>
        [.. deployment.Model.Services.Select(service => s_apps[service.Name](deployment, instance))];

    /// <summary>Names of the apps that an instance may have.</summary>
    public static IEnumerable<string> Names(Instance instance) => s_apps.Keys.Select(service => ClusterValues.AppName(instance, service));

    /// <summary>Names of the apps that an instance could have and has not.</summary>
    public static IEnumerable<string> AbsentNames(Deployment deployment, Instance instance) =>
        s_apps.Keys.Where(name => deployment.Model.Services.All(service => service.Name != name)).Select(service => ClusterValues.AppName(instance, service));
}
