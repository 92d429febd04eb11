#if ASPIRE
using System.Text.Json.Nodes;
using OpenCode.AppHost.Hosting.Aspire;
using OpenCode.AppHost.Publishing.Aspirate;
using OpenCode.Tests.Hosting.Aspire;

namespace OpenCode.Tests.Publishing.Aspirate;

/// <summary>Our manifest says what Aspire's own publisher says of the same model, for what both cover.</summary>
public sealed class ManifestAgreesTests
{
    [Fact]
    public async Task Parameters_and_server_are_those_of_Aspires_manifest()
    {
        var (ours, aspires) = await BothAsync();

        Assert.All(PublishFixture.Deployment().Model.Secrets, secret => Assert.True(JsonNode.DeepEquals(aspires[secret.Name], ours[secret.Name]), secret.Name));
        foreach (var key in (string[])["type", "image", "volumes", "bindings"])
        {
            Assert.True(JsonNode.DeepEquals(aspires["opencode"]![key], ours["opencode"]![key]), $"{key}: {aspires["opencode"]![key]}");
        }

        Assert.Equal(Texts(aspires, "opencode", "args"), Texts(ours, "opencode", "args"));
        Assert.Equal(Variables(aspires, "opencode"), Variables(ours, "opencode"));
    }

    [Fact]
    public async Task Bridge_gets_the_variables_of_Aspires_manifest()
    {
        var (ours, aspires) = await BothAsync();
        var expected = Variables(aspires, "bridge");

        // Aspire's own, for every project; the port of a project is its platform's choice, that of an image is known.
        Assert.True(expected.Remove("ASPNETCORE_FORWARDEDHEADERS_ENABLED") & expected.Remove("HTTP_PORTS"));
        Assert.Equal(expected, Variables(ours, "bridge"));
    }

    private static async Task<(JsonObject Ours, JsonObject Aspires)> BothAsync()
    {
        using var folder = new TemporaryFolder();
        var ours = new ManifestFormat().Render(PublishFixture.Deployment()).Files[0].Text;
        var exitCode = await AspirePublish.RunAsync(
            PublishFixture.Deployment(),
            AspireFixture.Secrets,
            AspireFixture.Run,
            ["--publisher", "manifest", "--output-path", folder.Path],
            folder.Path,
            _ => throw new InvalidOperationException("no tree was asked for"),
            TimeProvider.System,
            TestContext.Current.CancellationToken);
        Assert.Equal(0, exitCode);
        var aspires = await File.ReadAllTextAsync(Path.Combine(folder.Path, ManifestFormat.FileName), TestContext.Current.CancellationToken);
        return (JsonNode.Parse(ours)!["resources"]!.AsObject(), JsonNode.Parse(aspires)!["resources"]!.AsObject());
    }

    private static string[] Texts(JsonObject resources, string name, string key) =>
        [.. resources[name]![key]!.AsArray().Select(text => Text(resources, (string)text!))];

    private static SortedDictionary<string, string> Variables(JsonObject resources, string name) => new(
        resources[name]!["env"]!.AsObject().ToDictionary(pair => pair.Key, pair => Text(resources, (string)pair.Value!)),
        StringComparer.Ordinal);

    // Aspirate needs the port as a number and literal braces doubled; what it makes of them is compared.
    private static string Text(JsonObject resources, string text) => ManifestFormatTests.Unescaped(text)
        .Replace("{opencode.bindings.http.targetPort}", $"{resources["opencode"]!["bindings"]!["http"]!["targetPort"]}", StringComparison.Ordinal);
}
#endif
