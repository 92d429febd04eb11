using System.Net;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>Network policies as a cluster reads them, for pods with the labels of the chart and addresses in 10.0.0.0/8.</summary>
internal static class PolicyReading
{
    private static readonly IPAddress s_anyPod = IPAddress.Parse("10.42.0.1");

    /// <summary>Whether a pod may open a connection to any port at which the other listens: both sides must allow it.</summary>
    public static bool Allows(RenderedTree tree, RenderedObject from, RenderedObject to)
    {
        var ports = to.At("spec.values.service")!.Entries.SelectMany(service => service.Value["ports"]!.Entries).Select(port => port.Value["port"]!.Text!);
        return ports.Any(port => Passes(tree, from, "egress", "to", to, port) && Passes(tree, to, "ingress", "from", from, port));
    }

    // A pod that no policy selects is open; of several policies one has to allow.
    private static bool Passes(RenderedTree tree, RenderedObject pod, string direction, string peers, RenderedObject other, string port)
    {
        var policies = tree.OfKind("NetworkPolicy").Where(policy => policy.Namespace == pod.Namespace && Selects(policy.At("spec.podSelector"), pod)).ToList();
        return policies.Count == 0 || policies.Any(policy => (policy.At($"spec.{direction}")?.Items ?? []).Any(rule =>
            rule["ports"]!.Items.Any(allowed => allowed["port"]!.Text == port) && rule[peers]!.Items.Any(peer => Matches(peer, policy, other))));
    }

    private static bool Matches(YamlNode peer, RenderedObject policy, RenderedObject pod)
    {
        if (peer["ipBlock"] is { } block)
        {
            return IPNetwork.Parse(block["cidr"]!.Text!).Contains(s_anyPod)
                && !(block["except"]?.Items ?? []).Any(except => IPNetwork.Parse(except.Text!).Contains(s_anyPod));
        }

        var isInNamespace = peer["namespaceSelector"] is { } space
            ? space.At("matchLabels")!["kubernetes.io/metadata.name"]!.Text == pod.Namespace
            : policy.Namespace == pod.Namespace;
        return isInNamespace && (peer["podSelector"] is null || Selects(peer["podSelector"], pod));
    }

    // The labels of the pods of a release: its name twice. No expression that is published selects them.
    private static bool Selects(YamlNode? selector, RenderedObject pod) =>
        selector is not null
        && selector["matchExpressions"] is null
        && selector["matchLabels"]!.Entries.All(label => label.Key is "app.kubernetes.io/name" or "app.kubernetes.io/controller" && label.Value.Text == pod.Name);
}
