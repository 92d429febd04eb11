using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>The OpenCode server in a cluster.</summary>
internal static class ServerApp
{
    private const string UserVariable = "OPENCODE_SERVER_USERNAME";
    private const string Home = "/home/opencode";

    public static App Create(Deployment deployment, Instance instance)
    {
        var (model, cluster) = (deployment.Model, instance.Cluster);
        var values = new ClusterValues(model, instance);
        var service = model.Service(OpenCodeStack.OpenCode);
        var port = values.Port(service.Name);
        var ask = HttpProbe.Ask(service.Health.Path, port, UserVariable, OpenCodeService.Password.Variable);
        return new App
        {
            Name = instance.Name,
            Service = service.Name,
            Title = "OpenCode",
            Instance = instance,
            Workload = cluster.Workload,
            Image = ((ServiceProgram.Npm)service.Program).Image,
            UserId = 1000,
            Arguments = [.. service.Arguments.Select(argument => values.Text(service, argument)), "--print-logs"],
            WorkingDirectory = service.Mounts.Single(mount => mount.Volume == service.WorkingVolume).ContainerPath,
            Environment =
            [
                new("TZ", cluster.TimeZone),
                new("HOME", Home), // git, ssh and npm want one that they can write
                .. values.Plain(service, UserVariable),
            ],
            Secret = new AppSecret($"{instance.Name}-secret",
            [
                SecretEntry.Maybe(UserVariable, OpenCodeService.UserName),
                .. values.Secrets(service).Select(secret => IsNeeded(secret, deployment.Settings) ? SecretEntry.Needed(secret.Variable) : SecretEntry.Maybe(secret.Variable)),
            ]),
            BasicAuth = new BasicAuth(SecretEntry.Lookup(UserVariable, OpenCodeService.UserName), OpenCodeService.UserName, OpenCodeService.Password.Variable),
            Port = port,
            Routes = AppRoutes.OfServer(instance.Name, cluster),
            Probes = new AppProbes(
                HttpProbe.With(new YamlMap { ["tcpSocket"] = new YamlMap { ["port"] = port } }, periodSeconds: 5, timeoutSeconds: null, failureThreshold: 60),
                HttpProbe.With(new YamlMap { ["exec"] = ask }, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 4),

                // A server can be wedged with its port open, and can be busy for a while: it is asked, patiently.
                HttpProbe.With(new YamlMap { ["exec"] = ask }, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 10)),
            Resources = cluster.Resources,
            Volumes =
            [
                .. Storage(service, cluster),
                new AppVolume.Scratch("home", "5Gi", new AppMount(Home)),
                new AppVolume.Scratch("tmp", "1Gi", new AppMount("/tmp")), // the server crashes without it
                new AppVolume.Config("config", new AppMount(Path.GetDirectoryName(model.ConfigFile(OpenCodeConfig.Name).ContainerPath)!.Replace('\\', '/'))),
            ],
            ConfigFiles = model.ConfigFiles,
            SharesProcesses = true,
            CalledBy = [values.AppName(OpenCodeStack.Bridge)],
            InternetPorts = [443, 22], // models and git
        };
    }

    // The key of the model that is set is needed; what else may be configured is up to the item.
    private static bool IsNeeded(Secret secret, StackSettings settings) =>
        secret.Origin is SecretOrigin.Generated
        || (settings.Providers.TryGetValue(settings.Model.Split('/')[0], out var variable) && variable == secret.Variable);

    private static IEnumerable<AppVolume> Storage(Service service, ClusterSettings cluster)
    {
        string Mount(string volume) => service.Mounts.Single(mount => mount.Volume == volume).ContainerPath;
        var (data, workspaces) = (Mount(OpenCodeService.Data), Mount(OpenCodeService.Workspaces));
        if (cluster.SingleVolume)
        {
            yield return new AppVolume.Claim(
                "storage",
                cluster.DataSize + cluster.WorkspacesSize,
                new AppMount(data, OpenCodeService.Data),
                new AppMount(workspaces, OpenCodeService.Workspaces));
            yield break;
        }

        yield return new AppVolume.Claim(OpenCodeService.Data, cluster.DataSize, new AppMount(data));
        yield return cluster.WorkspacesNfs is { } share
            ? new AppVolume.Nfs(OpenCodeService.Workspaces, share, new AppMount(workspaces))
            : new AppVolume.Claim(OpenCodeService.Workspaces, cluster.WorkspacesSize, new AppMount(workspaces));
    }
}
