using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing;

internal static class YamlAssert
{
    /// <summary>A YAML library makes of the text the very nodes that the rules saw.</summary>
    public static void ReadsBack(OutputFile file)
    {
        var read = YamlReader.Read(file.Text);
        Assert.Equal(file.Documents.Count, read.Count);
        Assert.All(read.Zip(file.Documents), pair => Same(pair.Second.Content, pair.First, file.Path));
    }

    public static void Same(YamlNode expected, YamlNode actual, string path)
    {
        switch (expected)
        {
            case YamlMap map:
                var other = Assert.IsType<YamlMap>(actual);
                Assert.Equal(map.Select(entry => entry.Key), other.Select(entry => entry.Key));
                Assert.All(map.Zip(other), pair => Same(pair.First.Value, pair.Second.Value, $"{path}.{pair.First.Key}"));
                break;
            case YamlList list:
                var items = Assert.IsType<YamlList>(actual);
                Assert.Equal(list.Count, items.Count);
                Assert.All(list.Zip(items), pair => Same(pair.First, pair.Second, path));
                break;
            case YamlScalar scalar:
                var text = Assert.IsType<YamlScalar>(actual);
                Assert.True((scalar.Value, scalar.Kind) == (text.Value, text.Kind), $"{path}: wrote {scalar.Kind} '{scalar.Value}', read {text.Kind} '{text.Value}'");
                break;
        }
    }
}
