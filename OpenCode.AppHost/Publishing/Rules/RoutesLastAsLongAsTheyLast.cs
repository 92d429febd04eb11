namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Routes name their Service by identifier and port, and cut off no event stream, terminal or long prompt.</summary>
internal sealed class RoutesLastAsLongAsTheyLast : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var release in tree.Releases)
        {
            foreach (var route in release.Routes)
            {
                foreach (var rule in route.Node["rules"]?.Items ?? [])
                {
                    if (rule.At("timeouts.request")?.Text != "0s")
                    {
                        broken.Add(release.Object, $"{route.Path}.rules.timeouts.request", "must be 0s");
                    }

                    var backends = rule["backendRefs"]?.Items.ToList() ?? [];
                    if (backends.Count == 0 || !backends.All(backend => HasPort(release, backend["identifier"]?.Text, backend["port"]?.Text)))
                    {
                        broken.Add(release.Object, $"{route.Path}.rules.backendRefs", "must be an identifier and a port of a service of this release");
                    }
                }
            }
        }
    }

    private static bool HasPort(Release release, string? service, string? port) =>
        release.Services.Any(known => known.Id == service && (known.Node["ports"]?.Entries ?? []).Any(entry => entry.Value["port"]?.Text == port));
}
