using OpenCode.AppHost.Publishing;
using OpenCode.Tests.Publishing.Flux;

namespace OpenCode.Tests.Publishing.Kustomize;

/// <summary>All pairs of all settings, as plain objects; with gateways and, where nothing is reached from outside, with an ingress controller.</summary>
public sealed class KustomizePairwiseTests
{
    private static readonly Lazy<IReadOnlyList<Rendering>> s_renderings = new(() =>
        [.. SettingsSpace.Combinations.Where(settings => SettingsSpace.Refusal(settings) is null).SelectMany(Renderings)]);

    [Fact]
    public void Every_object_satisfies_its_schema()
    {
        var schemas = Flux.Schemas.FindOrSkip();
        Assert.All(s_renderings.Value, rendering => Assert.All(rendering.Files, file =>
            Assert.Empty(file.Documents.SelectMany(document => schemas.Errors(document.Content)))));
    }

    [Fact]
    public void Both_kinds_of_entrance_are_covered() =>
        Assert.All((string[])["Ingress", "HTTPRoute"], kind => Assert.Contains(s_renderings.Value, rendering => rendering.Files.Any(file => file.Documents.Any(document => document.Content["kind"]!.Text == kind))));

    [Fact]
    public void No_variable_of_Flux_is_in_any_file() =>
        Assert.All(s_renderings.Value, rendering => Assert.All(rendering.Files, file => Assert.DoesNotContain("${SECRET_DOMAIN}", file.Text, StringComparison.Ordinal)));

    [Fact]
    public void Every_text_reads_back_as_what_was_written() =>
        Assert.All(s_renderings.Value, rendering => Assert.All(rendering.Files.Where(file => file.Documents.Count > 0), YamlAssert.ReadsBack));

    private static IEnumerable<Rendering> Renderings(IReadOnlyList<(string Key, string? Value)> settings)
    {
        yield return KustomizeFormatTests.Render(Plain(settings));
        if (settings.Contains(("Stack:Cluster:External", "none")))
        {
            yield return KustomizeFormatTests.Render([.. Plain(settings), ("Ingress", "ingress-nginx/nginx")]);
        }
    }

    // Hosts are names as they are: Flux's variables are the one thing that this format refuses.
    private static IEnumerable<(string Key, string? Value)> Plain(IReadOnlyList<(string Key, string? Value)> settings) =>
        settings.Where(pair => !pair.Key.EndsWith("Host", StringComparison.Ordinal) && !pair.Key.StartsWith("Parameters:", StringComparison.Ordinal));
}
