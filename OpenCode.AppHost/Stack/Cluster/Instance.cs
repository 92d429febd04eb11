namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>One person's OpenCode environment in the cluster: its own server, bridge, volumes and secrets.</summary>
/// <param name="Name">What everything of it is named after; unique over the whole cluster.</param>
/// <param name="NtfyHost">Host name of its ntfy server, where it has one.</param>
public sealed record Instance(string Name, string NtfyHost, ClusterSettings Cluster);
