using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Stack;

namespace Aspire.Hosting;

/// <summary>Adds an OpenCode server to an Aspire application.</summary>
internal static class OpenCodeBuilderExtensions
{
    /// <summary>The server as a process: <paramref name="command"/> is the <c>opencode</c> binary.</summary>
    /// <param name="port">Where it listens on 127.0.0.1: no proxy stands before it.</param>
    public static IResourceBuilder<OpenCodeExecutableResource> AddOpenCode(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, string command, string workingDirectory, int? port = null) =>
        builder.AddResource(new OpenCodeExecutableResource(name, command, workingDirectory))
            .WithOpenCodeEndpoint(port, targetPort: port)
            .WithOtlpExporter(OtlpProtocol.HttpProtobuf);

    /// <summary>
    /// The server in a container that runs as it does in a cluster: uid 1000, nothing writable but its mounts, its home
    /// and <c>/tmp</c>, no capability, no way to gain one. It sends no telemetry: the dashboard listens on loopback, and for a
    /// way there from a container DCP builds a tunnel with an image of a public registry. <c>WithOtlpExporter</c> asks for that.
    /// </summary>
    /// <param name="user">The image's own where nothing else is said.</param>
    public static IResourceBuilder<OpenCodeContainerResource> AddOpenCode(
        this IDistributedApplicationBuilder builder, [ResourceName] string name, ImageReference? image = null, int? port = null, ContainerUser? user = null) =>
        builder.AddResource(new OpenCodeContainerResource(name))
            .WithPinnedImage(image ?? OpenCodeContainerImageTags.Default)
            .WithOpenCodeEndpoint(port, OpenCodeContainerResource.Port)
            .WithEnvironment("HOME", OpenCodeContainerResource.HomePath)
            .AsUnprivileged(user ?? ContainerUser.OfImage, writable: OpenCodeContainerResource.HomePath);

    /// <summary>Sessions, credentials and configuration outlive the container in <paramref name="source"/>, a folder of this machine.</summary>
    public static IResourceBuilder<OpenCodeContainerResource> WithDataBindMount(this IResourceBuilder<OpenCodeContainerResource> builder, string source) =>
        builder.WithBindMount(source, OpenCodeContainerResource.DataPath);

    /// <inheritdoc cref="WithDataBindMount"/>
    /// <param name="name">Of a volume, where there is no folder: in a manifest.</param>
    public static IResourceBuilder<OpenCodeContainerResource> WithDataVolume(this IResourceBuilder<OpenCodeContainerResource> builder, string name) =>
        builder.WithVolume(name, OpenCodeContainerResource.DataPath);

    /// <summary>The folder of this machine in which the agent works.</summary>
    public static IResourceBuilder<OpenCodeContainerResource> WithWorkspaces(this IResourceBuilder<OpenCodeContainerResource> builder, string source) =>
        builder.WithBindMount(source, OpenCodeContainerResource.WorkspacesPath)
            .WithContainerRuntimeArgs("--workdir", OpenCodeContainerResource.WorkspacesPath);

    /// <inheritdoc cref="WithWorkspaces"/>
    /// <param name="name">Of a volume, where there is no folder: in a manifest.</param>
    public static IResourceBuilder<OpenCodeContainerResource> WithWorkspacesVolume(this IResourceBuilder<OpenCodeContainerResource> builder, string name) =>
        builder.WithVolume(name, OpenCodeContainerResource.WorkspacesPath);

    /// <summary>Mounts the folder of a configuration file read-only. It lies outside HOME, which must stay writable.</summary>
    public static IResourceBuilder<OpenCodeContainerResource> WithConfigFile(this IResourceBuilder<OpenCodeContainerResource> builder, string source, string target) =>
        builder.WithBindMount(Path.GetDirectoryName(source)!, Path.GetDirectoryName(target)!.Replace('\\', '/'), isReadOnly: true);

    /// <summary>The repository at its digest, or at its tag where no digest is known.</summary>
    public static IResourceBuilder<T> WithPinnedImage<T>(this IResourceBuilder<T> builder, ImageReference image)
        where T : ContainerResource
    {
        builder.WithImage(image.Repository, image.Tag);
        return image.Digest is { } digest ? builder.WithImageSHA256(digest["sha256:".Length..]) : builder;
    }

    /// <summary>What a program that runs a model's commands, or faces a network, may do with the machine: as little as possible.</summary>
    /// <param name="writable">Folders in memory beside <c>/tmp</c>; programs unpack libraries there, so they may be executed.</param>
    public static IResourceBuilder<T> AsUnprivileged<T>(this IResourceBuilder<T> builder, ContainerUser user, params string[] writable)
        where T : ContainerResource =>
        builder.WithContainerRuntimeArgs(
        [
            .. user.RuntimeArguments,
            "--read-only",
            "--cap-drop", "ALL",
            "--security-opt", "no-new-privileges",
            "--init", // OpenCode as process 1 ignores SIGTERM
            .. ((string[])["/tmp", .. writable]).SelectMany(folder => (string[])["--tmpfs", $"{folder}:rw,exec,nosuid,nodev,mode=1777"]),
        ]);

    private static IResourceBuilder<T> WithOpenCodeEndpoint<T>(this IResourceBuilder<T> builder, int? port, int? targetPort)
        where T : IOpenCodeResource =>
        builder.WithHttpEndpoint(port, targetPort, IOpenCodeResource.EndpointName, isProxied: false).WithIconName("BotSparkle");
}
