using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Kustomize;

/// <summary>Every host of an Ingress has a certificate and leads to a Service and a port that it has.</summary>
internal sealed class IngressesReachTheirService : IRule
{
    public void Check(RenderedTree tree, Violations broken)
    {
        foreach (var ingress in tree.OfKind("Ingress"))
        {
            var encrypted = (ingress.At("spec.tls")?.Items ?? []).SelectMany(entry => entry["hosts"]?.Items ?? []).Select(host => host.Text).ToList();
            foreach (var rule in ingress.At("spec.rules")?.Items ?? [])
            {
                if (!encrypted.Contains(rule["host"]?.Text))
                {
                    broken.Add(ingress, "spec.tls", $"{rule["host"]} would be answered without encryption, passwords too");
                }

                foreach (var path in rule.At("http.paths")?.Items ?? [])
                {
                    if (!tree.HasPort(ingress.Namespace, path.At("backend.service.name")?.Text, path.At("backend.service.port.number")?.Text))
                    {
                        broken.Add(ingress, "spec.rules.http.paths.backend", "must be a Service and a port that it has");
                    }
                }
            }
        }
    }
}
