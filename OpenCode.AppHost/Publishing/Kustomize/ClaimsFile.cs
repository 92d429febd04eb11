using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Publishing.Flux.Objects;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>The volumes of an app as claims of their own: a StatefulSet's templates cannot be resized or labelled later.</summary>
internal sealed class ClaimsFile : IAppFile
{
    public string Name => "persistentvolumeclaim.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) => [.. app.Claims.Select(claim =>
    {
        var frame = FluxObject.Frame("v1", "PersistentVolumeClaim", app.ClaimName(claim), new YamlMap
        {
            ["accessModes"] = YamlList.Of(["ReadWriteOnce"]),
            ["resources"] = new YamlMap { ["requests"] = new YamlMap { ["storage"] = claim.Size.Text } },
            ["storageClassName"] = app.Cluster.StorageClass,
        });
        frame["metadata"]!["labels"] = RecurringJobFile.Labels(app);
        return new YamlDocument(frame, Schemas.Core("persistentvolumeclaim-v1"));
    })];
}
