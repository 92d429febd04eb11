using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The invariants of a Flux tree: those of every tree, and those of Flux and of its chart.</summary>
internal static class FluxRules
{
    public static readonly IReadOnlyList<IRule> All =
    [
        .. CommonRules.All,
        new ControllerTypesAreLowerCase(),
        new ValuesHaveKnownKeys(),
        new MountsNameTheirContainer(),
        new IdentifiersEqualTheRelease(),
        new ChartSourcesArePinned(),
        new FluxVariablesAreMeant(),
        new VolumesAreRetained(),
        new ReloaderWatches(),
        new KustomizationsAreComplete(),
    ];
}
