using System.Text.RegularExpressions;

namespace OpenCode.Bridge.Settings;

/// <summary>
/// What Kubernetes puts into every container for each service of its namespace: a service named <c>ntfy</c> makes
/// <c>NTFY_SERVICE_HOST=10.43.0.7</c>, <c>NTFY_PORT=tcp://10.43.0.7:80</c>, <c>NTFY_PORT_80_TCP_ADDR=10.43.0.7</c> …
/// (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables). Nobody mistyped those.
/// </summary>
internal static partial class ServiceLink
{
    public static bool Is(string name, string value) => Name().IsMatch(name) || (Port().IsMatch(name) && Address().IsMatch(value));

    [GeneratedRegex(@"_SERVICE_HOST\z|_SERVICE_PORT(_\w+)?\z|_PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"_PORT(_[0-9]+_(TCP|UDP|SCTP))?\z")]
    private static partial Regex Port();

    [GeneratedRegex(@"\A(tcp|udp|sctp)://")]
    private static partial Regex Address();
}
