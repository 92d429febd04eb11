namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>A folder of a file server.</summary>
/// <param name="Server">Host name or address.</param>
/// <param name="Path">Absolute.</param>
public sealed record NfsShare(string Server, string Path)
{
    public const string Allowed = "server:/path, such as nas.lan:/volume1/workspaces";

    /// <returns>Null where <paramref name="text"/> is not <c>server:/path</c>.</returns>
    public static NfsShare? Parse(string text)
    {
        var separator = text.IndexOf(":/", StringComparison.Ordinal);
        if (separator < 1)
        {
            return null;
        }

        var (server, path) = (text[..separator], text[(separator + 1)..]);
        return ClusterForms.IsServer(server) && ClusterForms.IsServerPath(path) ? new NfsShare(server, path) : null;
    }
}
