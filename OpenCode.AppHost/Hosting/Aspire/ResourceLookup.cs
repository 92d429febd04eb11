using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>Finds resources by the name that the model gave them.</summary>
internal static class ResourceLookup
{
    public static IResourceBuilder<IResource> Resource(this IDistributedApplicationBuilder builder, string name) =>
        builder.CreateResourceBuilder(builder.Resources.Single(resource => resource.Name == name));

    public static T GetResource<T>(this IServiceProvider services, string name)
        where T : IResource =>
        services.GetRequiredService<DistributedApplicationModel>().Resources.OfType<T>().Single(resource => resource.Name == name);
}
