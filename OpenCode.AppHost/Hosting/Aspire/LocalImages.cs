using OpenCode.AppHost.Hosting.Setup;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>
/// An image that somebody has loaded on this machine under its name and tag runs as it is: the digest of the registry's
/// index is not its own, so asking for that would ask the registry.
/// </summary>
internal static class LocalImages
{
    public static async Task<StackModel> PreferAsync(StackModel model, CancellationToken cancellationToken)
    {
        var runtime = await ContainerRuntime.FindAsync(cancellationToken);
        var services = new List<Service>();
        foreach (var service in model.Services)
        {
            services.Add(service.Program switch
            {
                ServiceProgram.Npm npm when await IsLocalAsync(npm.Image) => service with { Program = npm with { Image = npm.Image with { Digest = null } } },
                ServiceProgram.Container own when await IsLocalAsync(own.Image) => service with { Program = own with { Image = own.Image with { Digest = null } } },
                _ => service,
            });
        }

        return model with { Services = services };

        async Task<bool> IsLocalAsync(ImageReference image) => runtime is not null
            && await ExternalCommand.RunAsync(runtime, ["image", "inspect", $"{image.Repository}:{image.Tag}"], cancellationToken: cancellationToken) is { ExitCode: 0 };
    }
}
