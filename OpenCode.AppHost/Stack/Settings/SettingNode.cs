using Microsoft.Extensions.Configuration;

namespace OpenCode.AppHost.Stack.Settings;

/// <summary>
/// A section with everything below it, read once. Configuration searches all of its keys for every list of children, so a
/// reader that asks it for each of a thousand instances would take a thousand times a thousand steps.
/// </summary>
internal sealed class SettingNode
{
    private static readonly Dictionary<string, SettingNode> s_none = [];
    private static readonly SettingNode s_unset = new(string.Empty, null, []);

    private readonly Dictionary<string, SettingNode> _below;

    private SettingNode(string key, string? value, IReadOnlyList<SettingNode> children)
    {
        (Key, Value, Children) = (key, value, children);
        _below = children.Count == 0 ? s_none : children.ToDictionary(child => child.Key, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Its last word, such as <c>Port</c>.</summary>
    public string Key { get; }

    /// <summary>Null where nothing is set here itself.</summary>
    public string? Value { get; }

    /// <summary>In the order of configuration: indexes as numbers, everything else as text.</summary>
    public IReadOnlyList<SettingNode> Children { get; }

    public static SettingNode Of(IConfigurationSection section) =>
        new(section.Key, section.Value, [.. section.GetChildren().Select(Of)]);

    /// <summary>What stands at <c>Cluster:Resources</c> and the like, in any case; an empty node where nothing does.</summary>
    public SettingNode At(string path)
    {
        var node = this;
        foreach (var key in path.Split(':'))
        {
            if (!node._below.TryGetValue(key, out node))
            {
                return s_unset;
            }
        }

        return node;
    }

    /// <summary>Every value, each with its path from here; the own one with an empty path.</summary>
    public IEnumerable<(string Path, string Value)> Values()
    {
        var values = new List<(string, string)>();
        Collect(string.Empty, values);
        return values;
    }

    private void Collect(string path, List<(string, string)> values)
    {
        if (Value is not null)
        {
            values.Add((path, Value));
        }

        foreach (var child in Children)
        {
            child.Collect(path.Length == 0 ? child.Key : $"{path}:{child.Key}", values);
        }
    }
}
