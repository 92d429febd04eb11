namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>No two pods share a Secret, and none is made that nobody reads: the agent's shell sees its own and no other.</summary>
internal sealed class OneSecretPerConsumer : IRule
{
    public IEnumerable<Violation> Check(RenderedTree tree)
    {
        var readers = Readers(tree).ToLookup(reader => (reader.Namespace, reader.Secret), reader => reader.File);
        foreach (var secret in tree.OfKind("ExternalSecret"))
        {
            var name = secret.At("spec.target.name")?.Text ?? string.Empty;
            var count = readers[(secret.Namespace, name)].Count();
            if (count != 1)
            {
                yield return new Violation(((IRule)this).Name, secret.File, "spec.target.name", $"'{name}' has {count} readers instead of one");
            }
        }
    }

    private static IEnumerable<(string Namespace, string? Secret, string File)> Readers(RenderedTree tree)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var source in release.Containers.SelectMany(container => container.Node["envFrom"]?.Items ?? []))
            {
                yield return (release.Object.Namespace, source.At("secretRef.name")?.Text, release.Object.File);
            }
        }

        foreach (var (kind, path) in ((string, string)[])[("HTTPRouteFilter", "spec.credentialInjection.credential.valueRef.name"), ("ReplicationSource", "spec.restic.repository")])
        {
            foreach (var item in tree.OfKind(kind))
            {
                yield return (item.Namespace, item.At(path)?.Text, item.File);
            }
        }
    }
}
