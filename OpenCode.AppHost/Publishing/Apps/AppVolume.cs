using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>Something mounted into an app's container.</summary>
internal abstract record AppVolume(string Id, IReadOnlyList<AppMount> Mounts)
{
    /// <summary>Storage that outlives the pod, for one node at a time.</summary>
    public sealed record Claim(string Id, Quantity Size, params IReadOnlyList<AppMount> Mounts) : AppVolume(Id, Mounts);

    public sealed record Nfs(string Id, NfsShare Share, params IReadOnlyList<AppMount> Mounts) : AppVolume(Id, Mounts);

    /// <summary>Gone with the pod.</summary>
    public sealed record Scratch(string Id, string SizeLimit, params IReadOnlyList<AppMount> Mounts) : AppVolume(Id, Mounts);

    /// <summary>The app's configuration files, as a whole folder: a single file of it would need no less care and never be updated.</summary>
    public sealed record Config(string Id, params IReadOnlyList<AppMount> Mounts) : AppVolume(Id, Mounts);
}

/// <param name="SubPath">The folder of the volume that is mounted; null: all of it.</param>
internal sealed record AppMount(string Path, string? SubPath = null);
