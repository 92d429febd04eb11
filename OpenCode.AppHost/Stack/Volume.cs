namespace OpenCode.AppHost.Stack;

/// <summary>A folder that outlives its service.</summary>
/// <param name="HostPath">Absolute path on this machine, the same for processes and bind mounts.</param>
public sealed record Volume(string Name, string HostPath);

/// <param name="ContainerPath">Absolute path inside a container; a process sees the volume's own path.</param>
public sealed record VolumeMount(string Volume, string ContainerPath);

/// <summary>A file that the stack writes and a service only reads. Holds no secret.</summary>
/// <param name="ContainerPath">Absolute path inside a container.</param>
public sealed record ConfigFile(string Name, string Content, string ContainerPath);
