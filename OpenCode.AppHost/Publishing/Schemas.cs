namespace OpenCode.AppHost.Publishing;

/// <summary>Where editors find the schemas of what is written.</summary>
internal static class Schemas
{
    public const string Kustomization = "https://json.schemastore.org/kustomization";

    private const string CustomResources = "https://k8s-schemas.home-operations.com";
    private const string Kubernetes = "https://raw.githubusercontent.com/yannh/kubernetes-json-schema/master/master-standalone-strict";

    public const string AppTemplateRelease =
        "https://raw.githubusercontent.com/bjw-s-labs/helm-charts/main/charts/other/app-template/schemas/helmrelease-helm-v2.schema.json";

    /// <param name="apiVersion"><c>group/version</c>.</param>
    public static string CustomResource(string apiVersion, string kind) =>
        $"{CustomResources}/{apiVersion[..apiVersion.IndexOf('/', StringComparison.Ordinal)]}/{kind.ToLowerInvariant()}_{apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..]}.json";

    /// <param name="name">As that collection names its files: <c>networkpolicy-networking-v1</c>.</param>
    public static string Core(string name) => $"{Kubernetes}/{name}.json";
}
