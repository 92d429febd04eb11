using OpenCode.AppHost.Publishing.Aspirate;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Kustomize;

namespace OpenCode.AppHost.Publishing;

/// <summary>Every format of <c>publish --format</c>; the first is the default.</summary>
internal static class PublishFormats
{
    public static readonly IReadOnlyList<IPublishFormat> All =
    [
        new FluxFormat(),
        new KustomizeFormat(),
        new ManifestFormat(),
    ];

    public static IPublishFormat? Find(string name) => All.FirstOrDefault(format => format.Name == name);
}
