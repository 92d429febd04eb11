using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No two pods share a Secret, and none is made that nobody reads: the agent's shell sees its own and no other.</summary>
internal sealed class OneSecretPerConsumer : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        var readers = Readers(tree).ToLookup(reader => reader);
        foreach (var secret in tree.OfKind("ExternalSecret"))
        {
            var name = secret.At("spec.target.name")?.Text ?? string.Empty;
            var count = readers[new ObjectName("Secret", secret.Namespace, name)].Count();
            if (count != 1)
            {
                broken.Add(secret.File, "spec.target.name", $"'{name}' has {count} readers instead of one");
            }
        }
    }

    private static IEnumerable<ObjectName> Readers(RenderedTree tree)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var source in release.Containers.SelectMany(container => container.Node["envFrom"]?.Items ?? []))
            {
                yield return Secret(release.Object, source.At("secretRef.name"));
            }
        }

        foreach (var item in tree.OfKind("HTTPRouteFilter"))
        {
            yield return Secret(item, item.At("spec.credentialInjection.credential.valueRef.name"));
        }

        foreach (var item in tree.OfKind("ReplicationSource"))
        {
            yield return Secret(item, item.At("spec.restic.repository"));
        }
    }

    private static ObjectName Secret(RenderedObject reader, YamlNode? name) => new("Secret", reader.Namespace, name?.Text ?? string.Empty);
}
