using System.Globalization;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Publishing.Aspirate;

/// <summary>
/// The model's values as an Aspire manifest writes them: what another resource decides stays an expression in braces.
/// https://learn.microsoft.com/dotnet/aspire/deployment/manifest-format
/// </summary>
internal sealed class ManifestValues(StackModel model)
{
    public const string Binding = "http";

    // Where the official image of OpenCode listens, and the bridge's image as in the other trees.
    private const int OpenCodePort = 4096;
    private const int BridgePort = 8081;

    public static int Port(Service service) => service.Program switch
    {
        ServiceProgram.Npm => OpenCodePort,
        ServiceProgram.Container container => container.Port,
        _ => BridgePort,
    };

    public string Text(Service service, Value value) => value switch
    {
        Value.Literal literal => Escaped(literal.Text),
        Value.SecretValue secret => $"{{{secret.Secret}.value}}",
        Value.ServiceUrl url => $"{{{url.Service}.bindings.{Binding}.url}}{url.Path}",
        Value.BindHost => "0.0.0.0",
        Value.BindPort => Port(service).ToString(CultureInfo.InvariantCulture), // Aspirate fills in no expression of an argument
        Value.BindUrl => string.Create(CultureInfo.InvariantCulture, $"{Endpoint.Scheme}://0.0.0.0:{{{service.Name}.bindings.{Binding}.targetPort}}"),
        Value.Folder folder => $"{MountPath(service, folder.Volume)}/{folder.SubPath}".TrimEnd('/'),
        Value.FilePath file => Escaped(model.ConfigFile(file.ConfigFile).Content).Replace("'", "\\u0027", StringComparison.Ordinal), // JSON, in single quotes in the templates
        _ => throw new InvalidOperationException($"{service.Name}: {value.GetType().Name} has no text in a manifest"),
    };

    /// <summary>A manifest has no file to mount: OpenCode reads the same text from the variable with this ending.</summary>
    public static string Name(EnvironmentVariable variable) => variable.Value is Value.FilePath ? $"{variable.Name}_CONTENT" : variable.Name;

    // Aspirate takes a single brace for the beginning of an expression, and loses it.
    private static string Escaped(string text) =>
        text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    private static string MountPath(Service service, string volume) => service.Mounts.Single(mount => mount.Volume == volume).ContainerPath;
}
