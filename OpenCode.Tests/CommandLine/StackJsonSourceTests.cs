using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Stack;

namespace OpenCode.Tests.CommandLine;

public sealed class StackJsonSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "settings.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Types_of_the_pass_through_object_survive_configuration()
    {
        System.IO.File.WriteAllText(File, """
            {
              // comments are allowed, as in any appsettings.json
              "Stack": { "OpenCode": { "Port": 5000, "Config": { "autoupdate": true, "mcp": { "m": { "environment": { "A": "true", "B": "5" } } } } } }
            }
            """);

        var settings = StackSettings.Read(new ConfigurationBuilder().Add(new StackJsonSource(File, optional: false)).Build());

        Assert.Equal(5000, settings.OpenCodePort);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{ "autoupdate": true, "mcp": { "m": { "environment": { "A": "true", "B": "5" } } } }"""), settings.Config));
    }

    [Fact]
    public void File_that_is_no_json_is_named()
    {
        System.IO.File.WriteAllText(File, "{ broken");

        var exception = Assert.Throws<InvalidDataException>(() => new ConfigurationBuilder().Add(new StackJsonSource(File, optional: false)).Build());

        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "Stack": { "Bridge": { "Port": 1, "port": 2 } } }""", "'Stack:Bridge:port' stands there twice.")]
    [InlineData("[1]", "It is no JSON object.")]
    public void File_that_says_two_things_or_nothing_is_named(string text, string problem)
    {
        System.IO.File.WriteAllText(File, text);

        var exception = Assert.Throws<InvalidDataException>(() => new ConfigurationBuilder().Add(new StackJsonSource(File, optional: false)).Build());

        Assert.Contains(File, exception.Message, StringComparison.Ordinal);
        Assert.Contains(problem, exception.InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_are_texts_and_lists_have_indexes()
    {
        System.IO.File.WriteAllText(File, """{ "Stack": { "Cluster": { "Egress": ["10.0.0.0/8:1", "11.0.0.0/8:2"], "Monitoring": false } }, "Other": null, "Number": 1.50 }""");

        var configuration = new ConfigurationBuilder().Add(new StackJsonSource(File, optional: false)).Build();

        Assert.Equal(
            ["11.0.0.0/8:2", "False", "", "1.50"],
            ((string[])["Stack:Cluster:Egress:1", "stack:cluster:monitoring", "Other", "Number"]).Select(key => configuration[key]));
    }

    [Fact]
    public void Optional_file_in_a_missing_folder_is_no_error() =>
        Assert.Empty(new ConfigurationBuilder().Add(new StackJsonSource(Path.Combine(_folder.Path, "none", "secrets.json"), optional: true)).Build().AsEnumerable());
}
