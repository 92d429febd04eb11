using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The tree of a home-ops repository: HelmReleases on app-template, applied by Flux.</summary>
internal sealed class FluxFormat : IPublishFormat
{
    public string Name => "flux";

    public IReadOnlyList<IRule> Rules => [];

    public Rendering Render(Deployment deployment) => new([], []);
}
