using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>
/// Reads <c>Stack:Instances</c>. What an instance does not set comes from <c>Stack:Cluster</c>; hosts and secret items
/// must be its own, so beside other instances they get the instance's name added.
/// </summary>
internal static class InstanceReader
{
    public const string DefaultName = "opencode";

    // The longest name made of it is that of a Longhorn job, <name>-snapshot, and Longhorn takes 40 characters.
    private const int LongestName = 31;

    // Endings of names that are made of an instance's: an instance "a-bridge" would meet the bridge of an instance "a".
    private static readonly string[] s_endings =
        ["bridge", "ntfy", "shared", "external", "decisions", "config", "secret", "data", "workspaces", "storage", "snapshot", "backup"];

    private static readonly string s_allowedName =
        $"a name of at most {LongestName} lower-case letters, digits and hyphens that begins with a letter and ends in none of -{string.Join(", -", s_endings)}";

    /// <param name="ntfyHost">Host name of the ntfy server; null where there is none.</param>
    public static IReadOnlyList<Instance> Read(SettingsReader reader, string? ntfyHost)
    {
        var cluster = ClusterSettingsReader.Read(reader, "Cluster", ClusterSettings.Default);
        var sections = reader.Items("Instances");
        if (sections.Count == 0)
        {
            var only = new Instance(DefaultName, ntfyHost ?? string.Empty, cluster);
            RejectSharing(reader, "Cluster", only, []);
            return [only];
        }

        var instances = new List<Instance>();
        var owners = new Dictionary<string, string>();
        foreach (var section in sections)
        {
            var name = reader.Text($"{section}:Name", string.Empty, IsName, s_allowedName);
            if (name.Length == 0)
            {
                reader.RejectUnset($"{section}:Name", $"an instance needs {s_allowedName}");
                ClusterSettingsReader.Read(reader, section, cluster); // for the problems in it
                continue;
            }

            string Own(string text) => sections.Count > 1 && name != DefaultName ? WithName(text, name) : text;
            var fallback = cluster with { Host = Own(cluster.Host), BridgeHost = Own(cluster.BridgeHost), SecretItem = Own(cluster.SecretItem) };
            var instance = new Instance(name, Own(ntfyHost ?? string.Empty), ClusterSettingsReader.Read(reader, section, fallback));
            RejectSharing(reader, section, instance, owners);
            instances.Add(instance);
        }

        RequirePolicies(reader, sections, instances);
        return instances;
    }

    // A Service is named after it, and that must begin with a letter.
    private static bool IsName(string text) =>
        text.Length <= LongestName
        && ClusterForms.IsLabel(text)
        && char.IsAsciiLetterLower(text[0])
        && !s_endings.Any(ending => text == ending || text.EndsWith('-' + ending, StringComparison.Ordinal));

    // oc.example.org → oc-alice.example.org; a name that is one variable as a whole cannot be added to.
    private static string WithName(string text, string name)
    {
        var end = text.IndexOf('.', StringComparison.Ordinal) is var dot and >= 0 ? dot : text.Length;
        return end == 0 || text[end - 1] == '}' ? text : $"{text[..end]}-{name}{text[end..]}";
    }

    // What is one instance's is nobody else's: names, hosts, the item with its passwords.
    // owners: each of those with the name of its instance.
    private static void RejectSharing(SettingsReader reader, string section, Instance instance, Dictionary<string, string> owners)
    {
        var cluster = instance.Cluster;
        if (!owners.TryAdd($"name {instance.Name}", instance.Name))
        {
            reader.Reject($"{section}:Name", instance.Name, "a name of its own: another instance has it");
            return;
        }

        void ClaimHost(string key, string value)
        {
            if (!owners.TryAdd($"host {value}", instance.Name))
            {
                reader.Reject(key, value, $"a host of its own: instance '{owners[$"host {value}"]}' has it");
            }
        }

        ClaimHost($"{section}:Host", cluster.Host);
        if (cluster.BridgeHost != cluster.Host) // which is told already
        {
            ClaimHost($"{section}:BridgeHost", cluster.BridgeHost);
        }

        if (instance.NtfyHost.Length > 0)
        {
            ClaimHost("Ntfy:Host", instance.NtfyHost);
        }

        var item = $"item {cluster.SecretStore}/{cluster.SecretItem}";
        if (cluster.Secrets is SecretSource.Onepassword && !owners.TryAdd(item, instance.Name))
        {
            reader.Reject($"{section}:SecretItem", cluster.SecretItem, $"an item of its own: instance '{owners[item]}' has it, with its passwords");
        }
    }

    // Without them one person's agent reaches the ports of another's server and inbox.
    private static void RequirePolicies(SettingsReader reader, IReadOnlyList<string> sections, List<Instance> instances)
    {
        if (instances.Count > 1 && instances.Count == sections.Count)
        {
            foreach (var (instance, section) in instances.Zip(sections).Where(pair => !pair.First.Cluster.NetworkPolicies))
            {
                reader.Reject($"{section}:NetworkPolicies", "false", $"possible beside other instances: they keep '{instance.Name}' apart from them");
            }
        }
    }
}
