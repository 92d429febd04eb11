using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace OpenCode.AppHost.Publishing.Yaml;

/// <summary>Reads YAML into the publisher's nodes: somebody's own file that is to be added to, or output that is checked.</summary>
internal sealed class YamlReader
{
    private readonly Parser _parser;
    private readonly Dictionary<string, YamlNode> _anchors = [];

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <exception cref="YamlException">It is not YAML.</exception>
    public static IReadOnlyList<YamlNode> Read(string text)
    {
        var reader = new YamlReader(text);
        var documents = new List<YamlNode>();
        reader._parser.Consume<StreamStart>();
        while (!reader._parser.TryConsume<StreamEnd>(out _))
        {
            reader._parser.Consume<DocumentStart>();
            documents.Add(reader.Node());
            reader._parser.Consume<DocumentEnd>();
            reader._anchors.Clear();
        }

        return documents;
    }

    private YamlNode Node()
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return _anchors.TryGetValue(alias.Value.Value, out var known)
                ? known
                : throw new YamlException(alias.Start, alias.End, $"*{alias.Value} refers to nothing before it");
        }

        var anchor = ((NodeEvent)_parser.Current!).Anchor;
        var name = anchor.IsEmpty ? null : anchor.Value;
        YamlNode node;
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            node = new YamlScalar(scalar.Value, scalar.IsPlainImplicit && scalar.Style is ScalarStyle.Plain ? Kind(scalar.Value) : ScalarKind.Text) { Anchor = name };
        }
        else if (_parser.TryConsume<SequenceStart>(out _))
        {
            var list = new YamlList { Anchor = name };
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                list.Add(Node());
            }

            node = list;
        }
        else
        {
            var map = new YamlMap { Anchor = name };
            _parser.Consume<MappingStart>();
            while (!_parser.TryConsume<MappingEnd>(out _))
            {
                var key = _parser.Consume<Scalar>();
                if (map[key.Value] is not null)
                {
                    throw new YamlException(key.Start, key.End, $"'{key.Value}' stands there twice");
                }

                map[key.Value] = Node();
            }

            node = map;
        }

        if (name is not null)
        {
            _anchors[name] = node;
        }

        return node;
    }

    // As Kubernetes reads it: YAML 1.1's yes, no, on and off are quoted by everyone who writes manifests.
    private static ScalarKind Kind(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "false" or "True" or "False" or "TRUE" or "FALSE" => ScalarKind.Boolean,
        _ => double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _)
            && (char.IsAsciiDigit(text[^1]) || text[^1] == '.') ? ScalarKind.Number : ScalarKind.Text,
    };
}
