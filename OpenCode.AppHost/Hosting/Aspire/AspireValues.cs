using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>
/// Renders the model's values as Aspire understands them: endpoints and parameters stay references, so that a process,
/// a container and a manifest each get what is true for them.
/// </summary>
internal sealed class AspireValues(
    StackModel model,
    RunFolder run,
    Func<string, EndpointReference> endpointOf,
    IReadOnlyDictionary<string, IResourceBuilder<ParameterResource>> parameters)
{
    public const string Loopback = "127.0.0.1";

    /// <returns>Null for a secret without a value: its variable is left out.</returns>
    public object? Render(Service service, Value value, bool isContained) => value switch
    {
        Value.Literal literal => literal.Text,
        Value.SecretValue secret => parameters.GetValueOrDefault(secret.Secret)?.Resource,
        Value.ServiceUrl { Path: "" } url => endpointOf(url.Service),
        Value.ServiceUrl url => ReferenceExpression.Create($"{endpointOf(url.Service)}{url.Path}"),
        Value.BindHost => BindHost(isContained),
        Value.BindPort => endpointOf(service.Name).Property(EndpointProperty.TargetPort),
        Value.BindUrl => ReferenceExpression.Create(
            $"{Endpoint.Scheme}://{BindHost(isContained)}:{endpointOf(service.Name).Property(EndpointProperty.TargetPort)}"),
        Value.Folder folder when isContained => $"{ContainerPath(service, folder.Volume)}/{folder.SubPath}".TrimEnd('/'),
        Value.Folder folder => Path.Combine(model.Volume(folder.Volume).HostPath, folder.SubPath),
        Value.FilePath file when isContained => model.ConfigFile(file.ConfigFile).ContainerPath,
        Value.FilePath file => HostFolders.PathOf(run, model.ConfigFile(file.ConfigFile)),
        _ => throw new InvalidOperationException($"{value.GetType().Name} cannot be rendered for {service.Name}"),
    };

    // Arguments are seen by every user of the machine; a secret is a variable or nothing.
    public object RenderArgument(Service service, Value value, bool isContained) =>
        value is not Value.SecretValue && Render(service, value, isContained) is { } argument
            ? argument
            : throw new InvalidOperationException($"{value.GetType().Name} cannot be an argument of {service.Name}");

    private static string BindHost(bool isContained) => isContained ? "0.0.0.0" : Loopback;

    private static string ContainerPath(Service service, string volume) =>
        service.Mounts.Single(mount => mount.Volume == volume).ContainerPath;
}
