using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The invariants of a Flux tree. A new one is one class, one line here and one test that breaks it.</summary>
internal static class FluxRules
{
    public static readonly IReadOnlyList<IRule> All =
    [
        new ControllerTypesAreLowerCase(),
        new ValuesHaveKnownKeys(),
        new ImagesArePinned(),
        new PodsAreRestricted(),
        new WritableFoldersAreMounted(),
        new ServerStartsInWorkspaces(),
        new MountsNameTheirContainer(),
        new IdentifiersEqualTheRelease(),
        new RoutesLastAsLongAsTheyLast(),
        new ProbesBringCredentials(),
        new LivenessAsks(),
        new ServerHasAnInit(),
        new SecretTemplatesTolerateMissingFields(),
        new OneSecretPerConsumer(),
        new NoSecretIsWritten(),
        new ChartSourcesArePinned(),
        new FluxVariablesAreMeant(),
        new VolumesAreRetained(),
        new PodsNeverOverlap(),
        new ReloaderWatches(),
        new KustomizationsAreComplete(),
        new FilesAreListed(),
        new FilesFollowConventions(),
        new ForeignNamespacesStandApart(),
        new PoliciesOfOtherNamespacesAreGranted(),
        new ObjectsAreUnique(),
        new ReferencesResolve(),
    ];
}
