using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Hosting.Setup;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>
/// Data and workspaces are folders of the person who runs the AppHost, for processes and containers alike. So a container's
/// program is that person outside, whatever their uid, and inside the image's user where the runtime can map one to the
/// other: podman can, docker cannot.
/// </summary>
internal static class ContainerPerson
{
    // Root's own uid becomes 1000 inside; the numbers around it stay what they are, so that the image's files keep an owner.
    private static readonly string[] s_rootAsImageUser =
    [
        .. ((string[])["--uidmap", "--gidmap"]).SelectMany(map => (string[])[map, "1000:0:1", map, "0:1:1000", map, "1001:1001:64535"]),
    ];

    public static async Task<ContainerUser> FindAsync(CancellationToken cancellationToken)
    {
        // Elsewhere containers run in a virtual machine that shares folders without owners.
        if (!OperatingSystem.IsLinux() || await ContainerRuntime.FindAsync(cancellationToken) is not { } runtime)
        {
            return ContainerUser.OfImage;
        }

        var isRootlessPodman = await AskAsync(runtime, ["info", "--format", "{{.Host.Security.Rootless}}"], cancellationToken);
        var dockerOptions = isRootlessPodman is null ? await AskAsync(runtime, ["info", "--format", "{{.SecurityOptions}}"], cancellationToken) : null;
        return Choose(await IdAsync("-u", cancellationToken), await IdAsync("-g", cancellationToken), isRootlessPodman, dockerOptions);
    }

    /// <param name="isRootlessPodman"><c>true</c> or <c>false</c>; null: the runtime is docker.</param>
    /// <param name="dockerOptions">Docker's security options, such as <c>[name=seccomp,profile=builtin name=rootless]</c>.</param>
    public static ContainerUser Choose(int user, int group, string? isRootlessPodman, string? dockerOptions) => (isRootlessPodman, dockerOptions) switch
    {
        ("true", _) => ContainerUser.OfImage with { Mapping = ["--userns", "keep-id:uid=1000,gid=1000"] },
        ("false", _) when user == 0 => ContainerUser.OfImage with { Mapping = s_rootAsImageUser },

        // The root of a rootless docker is the person outside, and nobody else inside is.
        (null, { } options) when options.Contains("name=rootless", StringComparison.Ordinal) => new ContainerUser("0:0"),
        (null, { } options) when options.Contains("name=userns", StringComparison.Ordinal) => new ContainerUser($"{user}:{group}", "--userns", "host"),
        _ => new ContainerUser($"{user}:{group}"),
    };

    private static async Task<int> IdAsync(string option, CancellationToken cancellationToken) =>
        int.TryParse(await AskAsync("id", [option], cancellationToken), CultureInfo.InvariantCulture, out var id) ? id : 1000;

    private static async Task<string?> AskAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        await ExternalCommand.ProbeAsync(program, arguments, cancellationToken) is { ExitCode: 0, LastLines: [.., var line] } ? line.Trim() : null;
}
