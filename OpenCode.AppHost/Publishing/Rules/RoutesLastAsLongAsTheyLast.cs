namespace OpenCode.AppHost.Publishing.Rules;

/// <summary>Routes name a Service with its port (a chart's by its identifier), and cut off no event stream, terminal or long prompt.</summary>
internal sealed class RoutesLastAsLongAsTheyLast : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var route in tree.Routes)
        {
            foreach (var rule in route.Rules)
            {
                if (rule.At("timeouts.request")?.Text != "0s")
                {
                    broken.Add(route.Object, $"{route.Path}.rules.timeouts.request", "must be 0s");
                }

                var backends = rule["backendRefs"]?.Items.ToList() ?? [];
                if (backends.Count == 0 || !backends.TrueForAll(backend => tree.HasPort(route.Object.Namespace, route.ServiceOf(backend), backend["port"]?.Text)))
                {
                    broken.Add(route.Object, $"{route.Path}.rules.backendRefs", "must be a Service and a port that it has");
                }
            }
        }
    }
}
