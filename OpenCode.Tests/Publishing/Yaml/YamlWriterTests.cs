using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Yaml;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("5.1.0", "5.1.0")]
    [InlineData("1.18.29@sha256:ecc3", "1.18.29@sha256:ecc3")]
    [InlineData("0 */6 * * *", "0 */6 * * *")]
    [InlineData("--print-logs", "--print-logs")]
    [InlineData("http://+:8081", "http://+:8081")]
    [InlineData("true", "\"true\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("8080", "\"8080\"")]
    [InlineData("1.5", "\"1.5\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2026-01-01", "\"2026-01-01\"")]
    [InlineData("", "\"\"")]
    [InlineData("- a", "\"- a\"")]
    [InlineData("a: b", "\"a: b\"")]
    [InlineData("a #b", "\"a #b\"")]
    [InlineData("{{ .x }}", "\"{{ .x }}\"")]
    [InlineData("{{ index . \"x\" }}", "'{{ index . \"x\" }}'")]
    [InlineData("'\"", "\"'\\\"\"")]
    [InlineData("tab\there", "\"tab\\there\"")]
    [InlineData(" led", "\" led\"")]
    public void Text_is_quoted_only_where_it_would_read_as_something_else(string text, string written) =>
        Assert.Equal($"---\nkey: {written}\n", YamlWriter.Write(new YamlMap { ["key"] = text }, []));

    [Fact]
    public void Document_has_the_form_of_home_ops_repositories()
    {
        var shared = new YamlMap { Anchor = "same", ["a"] = 1 };
        var document = new YamlMap
        {
            ["map"] = new YamlMap { ["flag"] = true, ["none"] = null },
            ["list"] = new YamlList { "x", new YamlMap { ["b"] = 1, ["z"] = new YamlList { 2 } } },
            ["empty"] = new YamlMap(),
            ["nothing"] = new YamlList(),
            ["script"] = "one\ntwo",
            ["first"] = shared,
            ["second"] = shared,
        };

        Assert.Equal(
            """
            ---
            # a comment
            map:
              flag: true
            list:
              - x
              - b: 1
                z:
                  - 2
            empty: {}
            nothing: []
            script: |-
              one
              two
            first: &same
              a: 1
            second: *same

            """,
            YamlWriter.Write(document, ["a comment"]));
    }

    [Fact]
    public void Any_text_reads_back_as_it_was()
    {
        string[] pieces = ["", " ", "a", "1", "true", "~", ":", "#", "-", "'", "\"", "\\", "\n", "\t", "{", "}", "é", "漢", "\u2028", "\u0007", "😀", "%", "@", "*", "&", "!", "|", ">", "?", "0x", ".5", "e3", "_"];
        foreach (var text in from first in pieces from second in pieces from third in pieces select first + second + third)
        {
            var document = new YamlMap { ["key"] = text, ["list"] = new YamlList { text }, [text.Length == 0 ? "empty" : $"k{text}"] = "value" };
            YamlAssert.Same(document, Assert.Single(YamlReader.Read(YamlWriter.Write(document, []))), text);
        }
    }
}
