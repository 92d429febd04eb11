using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>What a person does with the folder.</summary>
internal static class KustomizeNotes
{
    public static IReadOnlyList<Note> For(Deployment deployment, IReadOnlyList<App> apps) =>
    [
        .. PublishNotes.For(deployment, apps, KustomizeFormat.FolderOf),

        // A namespace of the tree would be deleted by `kubectl delete -k`, with everything that is in it.
        .. apps.Select(app => app.Namespace).Distinct().Where(space => space != "default")
            .Select(space => new Note($"Once: kubectl create namespace {space} && kubectl label namespace {space} pod-security.kubernetes.io/enforce=restricted")),
        new Note("Then: kubectl apply -k <output>"),
    ];
}
