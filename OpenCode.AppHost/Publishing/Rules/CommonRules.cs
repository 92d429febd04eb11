namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>The invariants of every tree of objects. A new one is one class, one line here and one test that breaks it.</summary>
internal static class CommonRules
{
    public static readonly IReadOnlyList<IRule> All =
    [
        new ImagesArePinned(),
        new PodsAreRestricted(),
        new WritableFoldersAreMounted(),
        new ServerStartsInWorkspaces(),
        new RoutesLastAsLongAsTheyLast(),
        new ProbesBringCredentials(),
        new LivenessAsks(),
        new ServerHasAnInit(),
        new SecretTemplatesTolerateMissingFields(),
        new OneSecretPerConsumer(),
        new NoSecretIsWritten(),
        new PodsNeverOverlap(),
        new FilesAreListed(),
        new FilesFollowConventions(),
        new ForeignNamespacesStandApart(),
        new PoliciesOfOtherNamespacesAreGranted(),
        new ObjectsAreUnique(),
        new ReferencesResolve(),
    ];
}
