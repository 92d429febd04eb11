using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>The bridge in a cluster: an app of its own, so that its trouble is not the server's.</summary>
internal static class BridgeApp
{
    // The user "app" of .NET's chiseled images.
    private const int UserId = 1654;
    private const int MetricsPort = 8082;
    private const string Data = "/data";
    private const string UserVariable = "OPENCODE_SERVER_USERNAME";

    public static App Create(Deployment deployment, Instance instance)
    {
        var (model, cluster) = (deployment.Model, instance.Cluster);
        var values = new ClusterValues(model, instance);
        var service = model.Service(OpenCodeStack.Bridge);
        var name = values.AppName(service.Name);

        // Whether the server answers is told by /health and by an alert; the inbox must stay reachable meanwhile.
        var alive = HttpProbe.Get("/alive", MetricsPort, periodSeconds: 15, timeoutSeconds: 3, failureThreshold: 4);
        return new App
        {
            Name = name,
            Service = service.Name,
            Title = "The bridge",
            Instance = instance,
            Workload = WorkloadKind.Deployment,
            Image = deployment.Settings.BridgeImage,
            UserId = UserId,
            Environment = Environment(values, service, cluster),
            Secret = new AppSecret($"{name}-secret",
            [
                SecretEntry.Maybe(UserVariable, OpenCodeService.UserName),
                .. values.Secrets(service).Select(secret =>
                    secret.Origin is SecretOrigin.Generated || IsOwnTopic(secret, model) ? SecretEntry.Needed(secret.Variable) : SecretEntry.Maybe(secret.Variable)),
            ]),
            BasicAuth = deployment.Settings.BridgeEnvironment.TryGetValue("BRIDGE_USERNAME", out var user)
                ? new BasicAuth($"\"{user}\"", user, BridgeService.Password.Variable)
                : new BasicAuth(SecretEntry.Lookup(UserVariable, OpenCodeService.UserName), OpenCodeService.UserName, BridgeService.Password.Variable),
            Port = values.Port(service.Name),
            MetricsPort = MetricsPort,
            Routes = AppRoutes.OfBridge(name, cluster),
            Probes = new AppProbes(null, alive, alive),
            Resources = AppResources.Small,
            Volumes =
            [
                new AppVolume.Claim("data", Quantity.Parse("1Gi")!, new AppMount(Data)),
                new AppVolume.Scratch("tmp", "64Mi", new AppMount("/tmp")),
            ],
            Calls = [.. service.WaitsFor.Select(other => new AppPort(values.AppName(other), values.Port(other)))],
            DependsOn = [.. service.WaitsFor.Select(values.AppName)],
        };
    }

    // What the cluster decides itself goes over what was set for the stack on a person's machine.
    private static List<AppVariable> Environment(ClusterValues values, Service service, ClusterSettings cluster)
    {
        AppVariable[] own =
        [
            new("BRIDGE_DATA", Data),
            new("BRIDGE_PUBLIC_URL", $"https://{cluster.BridgeHost}"),
            new("BRIDGE_METRICS_URLS", $"http://+:{MetricsPort}"),
        ];
        var given = values.Plain(service, [UserVariable, .. own.Select(variable => variable.Name)]).ToList();
        if (given.TrueForAll(variable => variable.Name != "TZ"))
        {
            given.Add(new("TZ", cluster.TimeZone));
        }

        return [.. given.Concat(own).OrderBy(variable => variable.Name, StringComparer.Ordinal)];
    }

    // A topic of an own ntfy server is open to nobody without its token.
    private static bool IsOwnTopic(Secret secret, StackModel model) =>
        secret.Variable == NtfyApp.TokenVariable && model.Services.Any(service => service.Name == OpenCodeStack.Ntfy);
}
