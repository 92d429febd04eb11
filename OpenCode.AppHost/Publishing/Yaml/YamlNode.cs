using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OpenCode.AppHost.Publishing.Yaml;

/// <summary>
/// A part of a document as the publisher writes it and the rules read it: a scalar, a map in the order of writing, a list.
/// </summary>
internal abstract class YamlNode
{
    /// <summary>Set on a node that stands in several places of a document: written once, referred to as <c>*name</c>.</summary>
    public string? Anchor { get; init; }

    /// <summary>The value below a key; null where this is no map or has no such key.</summary>
    public virtual YamlNode? this[string key]
    {
        get => null;
        set => throw new InvalidOperationException($"'{key}' of something that is no map");
    }

    /// <summary>The text of a scalar; null where this is none.</summary>
    public string? Text => (this as YamlScalar)?.Value;

    /// <summary>What a list holds; nothing where this is none.</summary>
    public IEnumerable<YamlNode> Items => this as YamlList ?? Enumerable.Empty<YamlNode>();

    /// <summary>What a map holds; nothing where this is none.</summary>
    public IEnumerable<YamlEntry> Entries => this as YamlMap ?? Enumerable.Empty<YamlEntry>();

    /// <summary>The value at a path of keys such as <c>spec.values.route</c>; null where a step is missing.</summary>
    public YamlNode? At(string path)
    {
        YamlNode? node = this;
        for (var start = 0; node is not null && start <= path.Length;)
        {
            var end = path.IndexOf('.', start) is var dot and >= 0 ? dot : path.Length;
            node = (node as YamlMap)?.Find(path.AsSpan(start, end - start));
            start = end + 1;
        }

        return node;
    }

    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator YamlNode?(string? text) => text is null ? null : new YamlScalar(text, ScalarKind.Text);

    public static implicit operator YamlNode(int number) => new YamlScalar(number.ToString(CultureInfo.InvariantCulture), ScalarKind.Number);

    public static implicit operator YamlNode(bool flag) => new YamlScalar(flag ? "true" : "false", ScalarKind.Boolean);
}

internal enum ScalarKind
{
    /// <summary>Written with quotes where it would read as something else.</summary>
    Text,
    Number,
    Boolean,
    Null,
}

internal sealed class YamlScalar(string value, ScalarKind kind) : YamlNode
{
    public string Value { get; } = value;

    public ScalarKind Kind { get; } = kind;

    public override string ToString() => Value;
}

/// <summary>A class, so that queries over entries are those that the runtime brings compiled.</summary>
internal sealed record YamlEntry(string Key, YamlNode Value);

internal sealed class YamlMap : YamlNode, IEnumerable<YamlEntry>
{
    private readonly List<YamlEntry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>Setting null leaves the key out; setting a key again keeps its place.</summary>
    public override YamlNode? this[string key]
    {
        get => Find(key);

        set
        {
            var index = IndexOf(key);
            if (value is null)
            {
                if (index >= 0)
                {
                    _entries.RemoveAt(index);
                }
            }
            else if (index < 0)
            {
                _entries.Add(new(key, value));
            }
            else
            {
                _entries[index] = new(key, value);
            }
        }
    }

    public YamlNode? Find(ReadOnlySpan<char> key)
    {
        var index = IndexOf(key);
        return index < 0 ? null : _entries[index].Value;
    }

    public IEnumerator<YamlEntry> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Objects have a handful of keys: a list in order is faster than a dictionary beside it.
    private int IndexOf(ReadOnlySpan<char> key)
    {
        for (var index = 0; index < _entries.Count; index++)
        {
            if (key.SequenceEqual(_entries[index].Key))
            {
                return index;
            }
        }

        return -1;
    }
}

internal sealed class YamlList : YamlNode, IEnumerable<YamlNode>
{
    private readonly List<YamlNode> _items = [];

    public YamlList()
    {
    }

    public YamlList(IEnumerable<YamlNode> items) => _items.AddRange(items);

    public int Count => _items.Count;

    public void Add(YamlNode item) => _items.Add(item);

    public void RemoveAt(int index) => _items.RemoveAt(index);

    public static YamlList Of(IEnumerable<string> texts) => new(texts.Select(text => (YamlNode)text));

    public IEnumerator<YamlNode> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
