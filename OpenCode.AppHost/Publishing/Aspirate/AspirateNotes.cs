using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Aspirate;

/// <summary>The two commands that make a deployment of the manifest. Secrets are made in the cluster and pass through no file.</summary>
internal static class AspirateNotes
{
    public static IEnumerable<Note> For(StackModel model, ClusterSettings cluster)
    {
        yield return new Note("Make the Secrets once, with the variables set in your shell:");
        foreach (var service in model.Services)
        {
            var secrets = service.Environment.Select(variable => variable.Value).OfType<Value.SecretValue>().Select(value => model.Secret(value.Secret)).ToList();
            if (secrets.Count > 0)
            {
                var literals = secrets.Select(secret => $"--from-literal={secret.Variable}=\"${secret.Variable}\"");
                yield return new Note($"  kubectl create secret generic {TemplateData.SecretName(service)} --namespace {cluster.Namespace} {string.Join(' ', literals)}");
            }
        }

        // An empty parameter leaves its variable out of what Aspirate writes: it would be a ConfigMap.
        yield return new Note("Then, in OpenCode.AppHost, where aspirate.json names the templates:");
        yield return new Note(
            $"  aspirate generate --aspire-manifest <output>/{ManifestFormat.FileName} --output-path <output>/aspirate --namespace {cluster.Namespace}"
            + " --non-interactive --include-dashboard false --private-registry false --disable-secrets --disable-state --skip-build --output-format kustomize --image-pull-policy IfNotPresent "
            + string.Join(' ', model.Secrets.Select(secret => $"-pa {secret.Name}=")));
        yield return new Note("  kubectl apply -k <output>/aspirate");
    }
}
