using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>
/// An ntfy server of the instance's own. Nobody may read or write a topic unless told: the users are declared in its
/// environment, the bridge and a phone, both for the one topic. https://docs.ntfy.sh/config/#access-control
/// </summary>
internal static class NtfyApp
{
    public const string TokenVariable = "NTFY_TOKEN";

    private const string Data = "/data";
    private const string Bridge = "bridge";
    private const string Phone = "phone";

    public static App Create(Deployment deployment, Instance instance)
    {
        var (model, cluster) = (deployment.Model, instance.Cluster);
        var values = new ClusterValues(model, instance);
        var service = model.Service(OpenCodeStack.Ntfy);
        var container = (ServiceProgram.Container)service.Program;
        var name = values.AppName(service.Name);
        var topic = NtfyService.Topic.TrimStart('/');
        var ask = HttpProbe.Get(service.Health.Path, container.Port, periodSeconds: 15, timeoutSeconds: 3, failureThreshold: 4);
        return new App
        {
            Name = name,
            Service = service.Name,
            Title = "ntfy",
            Instance = instance,
            Workload = WorkloadKind.Deployment,
            Image = container.Image,
            UserId = 1000,
            Arguments = [.. service.Arguments.Select(argument => values.Text(service, argument))],
            Environment = [.. values.Plain(service).Concat(
            [
                new("NTFY_AUTH_ACCESS", $"{Bridge}:{topic}:rw,{Phone}:{topic}:rw"),
                new("NTFY_AUTH_DEFAULT_ACCESS", "deny-all"),
                new("NTFY_AUTH_FILE", $"{Data}/auth.db"),
                new("NTFY_BASE_URL", $"https://{instance.NtfyHost}"),
                new("NTFY_BEHIND_PROXY", "true"),
                new("NTFY_CACHE_FILE", $"{Data}/cache.db"),
                new("NTFY_ENABLE_LOGIN", "true"),

                // Phones of Apple are woken by Apple only, and ntfy.sh passes that on; it learns the topic's hash, no text.
                new("NTFY_UPSTREAM_BASE_URL", "https://ntfy.sh"),
                new("TZ", cluster.TimeZone),
            ]).OrderBy(variable => variable.Name, StringComparer.Ordinal)],
            Secret = new AppSecret($"{name}-secret",
            [
                new SecretEntry(
                    "NTFY_AUTH_USERS",
                    $"{Bridge}:{{{{ .ntfy_bridge_hash }}}}:user,{Phone}:{{{{ .ntfy_phone_hash }}}}:user",
                    ["ntfy_bridge_hash", "ntfy_phone_hash"],
                    [],
                    $"\"{Bridge}:$NTFY_BRIDGE_HASH:user,{Phone}:$NTFY_PHONE_HASH:user\""),
                new SecretEntry("NTFY_AUTH_TOKENS", $"{Bridge}:{{{{ .ntfy_token }}}}", ["ntfy_token"], [], $"\"{Bridge}:$NTFY_TOKEN\""),
            ]),
            Port = container.Port,
            Routes = AppRoutes.OfNtfy(name, instance.NtfyHost, cluster),
            Probes = new AppProbes(null, ask, ask),
            Resources = AppResources.Small,
            Volumes =
            [
                new AppVolume.Claim("data", Quantity.Parse("1Gi")!, new AppMount(Data)),
                new AppVolume.Scratch("tmp", "64Mi", new AppMount("/tmp")),
            ],
            CalledBy = [values.AppName(OpenCodeStack.Bridge)],
        };
    }
}
