using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No two pods share a Secret, and none is made that nobody reads: the agent's shell sees its own and no other.</summary>
internal sealed class OneSecretPerConsumer : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        var readers = Readers(tree).ToLookup(reader => reader.Secret, reader => reader.Object);
        foreach (var secret in tree.OfKind("ExternalSecret"))
        {
            var name = Named(secret, secret.At("spec.target.name"));
            var count = readers[name].Count();
            if (count != 1)
            {
                broken.Add(secret, "spec.target.name", $"'{name.Name}' has {count} readers instead of one");
            }
        }

        // Those that a person makes stand in the tree by their readers only.
        foreach (var same in readers)
        {
            if (tree.Given.Contains(same.Key) && same.Count() > 1)
            {
                broken.Add(same.Last(), string.Empty, $"{same.Key} is read by {same.First().File} too");
            }
        }
    }

    private static List<Reader> Readers(RenderedTree tree) =>
    [
        .. tree.Pods.SelectMany(pod => pod.Containers.SelectMany(container => container.Secrets).Select(secret => new Reader(new ObjectName("Secret", pod.Object.Namespace, secret), pod.Object))),
        .. tree.OfKind("HTTPRouteFilter").Select(item => new Reader(Named(item, item.At("spec.credentialInjection.credential.valueRef.name")), item)),
        .. tree.OfKind("ReplicationSource").Select(item => new Reader(Named(item, item.At("spec.restic.repository")), item)),
    ];

    private static ObjectName Named(RenderedObject reader, YamlNode? name) => new("Secret", reader.Namespace, name?.Text ?? string.Empty);

    private sealed record Reader(ObjectName Secret, RenderedObject Object);
}
