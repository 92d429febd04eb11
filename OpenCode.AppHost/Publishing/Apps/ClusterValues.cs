using System.Globalization;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>What the model leaves open, as it is in a cluster.</summary>
internal sealed class ClusterValues(StackModel model, Instance instance)
{
    /// <summary>Name of a service's app: the server is the instance, everything else belongs to it.</summary>
    public static string AppName(Instance instance, string service) => service == OpenCodeStack.OpenCode ? instance.Name : $"{instance.Name}-{service}";

    /// <inheritdoc cref="AppName(Instance, string)"/>
    public string AppName(string service) => AppName(instance, service);

    public int Port(string service) => service switch
    {
        OpenCodeStack.OpenCode => 8080,
        OpenCodeStack.Bridge => 8081,
        _ => model.Service(service).Program is ServiceProgram.Container container ? container.Port : 8080,
    };

    /// <exception cref="InvalidOperationException">It is a secret, which has no text here.</exception>
    public string Text(Service service, Value value) => value switch
    {
        Value.Literal literal => literal.Text,
        Value.BindHost => "0.0.0.0",
        Value.BindPort => Port(service.Name).ToString(CultureInfo.InvariantCulture),
        Value.BindUrl => string.Create(CultureInfo.InvariantCulture, $"http://+:{Port(service.Name)}"),
        Value.ServiceUrl url => string.Create(
            CultureInfo.InvariantCulture,
            $"http://{AppName(url.Service)}.{instance.Cluster.Namespace}.svc.cluster.local:{Port(url.Service)}{url.Path}"),
        Value.Folder folder => Join(service.Mounts.Single(mount => mount.Volume == folder.Volume).ContainerPath, folder.SubPath),
        Value.FilePath file => model.ConfigFile(file.ConfigFile).ContainerPath,
        _ => throw new InvalidOperationException($"{service.Name}: {value.GetType().Name} has no text in a cluster"),
    };

    /// <summary>Variables that are no secret.</summary>
    /// <param name="except">Those that the cluster sets itself.</param>
    public IEnumerable<AppVariable> Plain(Service service, params string[] except) => service.Environment
        .Where(variable => variable.Value is not Value.SecretValue && !except.Contains(variable.Name))
        .Select(variable => new AppVariable(variable.Name, Text(service, variable.Value)));

    /// <summary>Variables that are secrets, in the model's order.</summary>
    public IEnumerable<Secret> Secrets(Service service) => service.Environment
        .Select(variable => variable.Value)
        .OfType<Value.SecretValue>()
        .Select(value => model.Secret(value.Secret));

    private static string Join(string path, string subPath) => subPath.Length == 0 ? path : $"{path}/{subPath}";
}
