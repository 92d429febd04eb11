using System.Globalization;
using System.Text;

namespace OpenCode.AppHost.Publishing.Yaml;

/// <summary>
/// Writes documents the way home-ops repositories do: two spaces, lists below their key indented too, quotes only where
/// they are needed. Every text reads back as the very nodes that were written; a test holds that against a YAML library.
/// </summary>
/// <remarks>Not that library's emitter: it folds, quotes and indents to its own taste, and loading it costs more time than all of the rest.</remarks>
internal sealed class YamlWriter
{
    private const int Step = 2;

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _anchors = [];

    /// <param name="header">Comment lines after <c>---</c>, without their <c>#</c>.</param>
    public static string Write(YamlMap document, IEnumerable<string> header)
    {
        var writer = new YamlWriter();
        writer._text.Append("---\n");
        foreach (var line in header)
        {
            writer._text.Append(line.Length == 0 ? "#" : "# ").Append(line).Append('\n');
        }

        writer.Map(document, indent: 0, first: false);
        return writer._text.ToString();
    }

    // first: the line has begun with "- " already.
    private void Map(YamlMap map, int indent, bool first)
    {
        foreach (var (key, value) in map)
        {
            Indent(first ? 0 : indent);
            first = false;
            _text.Append(YamlText.Inline(key)).Append(':');
            Value(value, indent);
        }
    }

    private void Value(YamlNode value, int indent)
    {
        if (Alias(value))
        {
            return;
        }

        switch (value)
        {
            case YamlMap { Count: > 0 } map:
                _text.Append('\n');
                Map(map, indent + Step, first: false);
                break;
            case YamlList { Count: > 0 } list:
                _text.Append('\n');
                List(list, indent + Step);
                break;
            default:
                _text.Append(' ');
                Scalar(value, indent);
                break;
        }
    }

    private void List(YamlList list, int indent)
    {
        foreach (var item in list)
        {
            Indent(indent);
            _text.Append('-');
            if (item is YamlMap { Count: > 0, Anchor: null } map)
            {
                _text.Append(' ');
                Map(map, indent + Step, first: true);
            }
            else
            {
                Value(item, indent);
            }
        }
    }

    private bool Alias(YamlNode node)
    {
        if (node.Anchor is null)
        {
            return false;
        }

        if (_anchors.Add(node.Anchor))
        {
            _text.Append(" &").Append(node.Anchor);
            return false;
        }

        _text.Append(" *").Append(node.Anchor).Append('\n');
        return true;
    }

    private void Scalar(YamlNode node, int indent)
    {
        switch (node)
        {
            case YamlMap:
                _text.Append("{}\n");
                break;
            case YamlList:
                _text.Append("[]\n");
                break;
            case YamlScalar { Kind: ScalarKind.Text } scalar when YamlText.IsBlock(scalar.Value):
                Block(scalar.Value, indent + Step);
                break;
            case YamlScalar { Kind: ScalarKind.Text } scalar:
                _text.Append(YamlText.Inline(scalar.Value)).Append('\n');
                break;
            case YamlScalar scalar:
                _text.Append(scalar.Value).Append('\n');
                break;
            default:
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"a {node.GetType().Name} has no text"));
        }
    }

    private void Block(string text, int indent)
    {
        var ended = text.EndsWith('\n');
        _text.Append(ended ? "|\n" : "|-\n");
        foreach (var line in (ended ? text[..^1] : text).Split('\n'))
        {
            if (line.Length > 0)
            {
                Indent(indent);
            }

            _text.Append(line).Append('\n');
        }
    }

    private void Indent(int width) => _text.Append(' ', width);
}
