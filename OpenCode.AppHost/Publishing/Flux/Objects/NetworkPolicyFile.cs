using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>
/// Who may reach an app and what it may reach: its gateways or its ingress controller, and its callers; name resolution, the apps that it calls, the
/// internet without the home network, and what the settings add. https://kubernetes.io/docs/concepts/services-networking/network-policies/
/// </summary>
internal sealed class NetworkPolicyFile : IAppFile
{
    private const string NamespaceLabel = "kubernetes.io/metadata.name";

    private static readonly string[] s_privateNetworks = ["10.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"];

    public string Name => "networkpolicy.yaml";

    public IReadOnlyList<YamlDocument> Render(App app) => !app.Cluster.NetworkPolicies ? [] :
    [
        new YamlDocument(
            FluxObject.Frame("networking.k8s.io/v1", "NetworkPolicy", app.Name, Spec(app)),
            Schemas.Core("networkpolicy-networking-v1")),
    ];

    internal static YamlMap Spec(App app) => new()
    {
        ["podSelector"] = Pods(app.Name),
        ["policyTypes"] = YamlList.Of(["Ingress", "Egress"]),
        ["ingress"] = Ingress(app),
        ["egress"] = Egress(app),
    };

    private static YamlList Ingress(App app)
    {
        // Envoy Gateway's proxies run in their gateway's namespace and carry its name.
        var gateways = app.Routes.Select(route => route.Gateway).Distinct().GroupBy(gateway => gateway.Namespace).Select(group => new YamlMap
        {
            ["namespaceSelector"] = Labels(NamespaceLabel, group.Key),
            ["podSelector"] = new YamlMap
            {
                ["matchExpressions"] = new YamlList
                {
                    new YamlMap
                    {
                        ["key"] = "gateway.envoyproxy.io/owning-gateway-name",
                        ["operator"] = "In",
                        ["values"] = YamlList.Of(group.Select(gateway => gateway.Name)),
                    },
                },
            },
        });
        var entrances = app.Cluster.Ingress is { } ingress ? [new YamlMap { ["namespaceSelector"] = Labels(NamespaceLabel, ingress.Namespace) }] : gateways;
        var callers = app.CalledBy.Select(caller => new YamlMap { ["podSelector"] = Pods(caller) });
        var rules = new YamlList { new YamlMap { ["from"] = new YamlList(entrances.Concat(callers)), ["ports"] = Ports("TCP", app.Port) } };
        if (app is { MetricsPort: { } metrics, Cluster.Monitoring: true })
        {
            rules.Add(new YamlMap
            {
                ["from"] = new YamlList { new YamlMap { ["namespaceSelector"] = Labels(NamespaceLabel, "monitoring") } },
                ["ports"] = Ports("TCP", metrics),
            });
        }

        return rules;
    }

    private static YamlList Egress(App app)
    {
        var rules = new YamlList
        {
            new YamlMap
            {
                ["to"] = new YamlList
                {
                    new YamlMap { ["namespaceSelector"] = Labels(NamespaceLabel, "kube-system"), ["podSelector"] = Labels("k8s-app", "kube-dns") },
                },
                ["ports"] = new YamlList([.. Ports("UDP", 53), .. Ports("TCP", 53)]),
            },
        };
        foreach (var (name, port) in app.Calls)
        {
            rules.Add(new YamlMap { ["to"] = new YamlList { new YamlMap { ["podSelector"] = Pods(name) } }, ["ports"] = Ports("TCP", port) });
        }

        rules.Add(Block("0.0.0.0/0", s_privateNetworks, [.. app.InternetPorts]));
        foreach (var rule in app.Cluster.Egress)
        {
            rules.Add(Block(rule.Cidr, [], rule.Port));
        }

        return rules;
    }

    private static YamlMap Block(string cidr, string[] except, params int[] ports) => new()
    {
        ["to"] = new YamlList
        {
            new YamlMap { ["ipBlock"] = new YamlMap { ["cidr"] = cidr, ["except"] = except.Length == 0 ? null : YamlList.Of(except) } },
        },
        ["ports"] = Ports("TCP", ports),
    };

    // As the chart labels an app's pods; both labels, since a name alone may be another release's part.
    private static YamlMap Pods(string app) => new()
    {
        ["matchLabels"] = new YamlMap { ["app.kubernetes.io/name"] = app, ["app.kubernetes.io/controller"] = app },
    };

    private static YamlMap Labels(string key, string value) => new() { ["matchLabels"] = new YamlMap { [key] = value } };

    private static YamlList Ports(string protocol, params int[] ports) =>
        new(ports.Select(port => new YamlMap { ["port"] = port, ["protocol"] = protocol }));
}
