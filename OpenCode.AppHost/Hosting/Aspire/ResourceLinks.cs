using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>Named addresses in the dashboard's URL column, most useful first.</summary>
internal static class ResourceLinks
{
    public static IResourceBuilder<T> WithLinks<T>(this IResourceBuilder<T> builder, Endpoint endpoint, string endpointName)
        where T : IResourceWithEndpoints
    {
        var first = endpoint.Links[0];
        builder.WithUrlForEndpoint(endpointName, url =>
        {
            url.DisplayText = first.Name;
            url.Url = first.Path;
        });
        foreach (var link in endpoint.Links.Skip(1))
        {
            builder.WithUrlForEndpoint(endpointName, _ => new ResourceUrlAnnotation { Url = link.Path, DisplayText = link.Name });
        }

        return builder;
    }
}
