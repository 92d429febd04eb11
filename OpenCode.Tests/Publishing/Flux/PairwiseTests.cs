using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>All pairs of all settings: each combination is right as a whole, or refused with a reason.</summary>
public sealed class PairwiseTests
{
    private static readonly Lazy<IReadOnlyList<(int Number, Rendering Rendering)>> s_renderings = new(() =>
        [.. SettingsSpace.Combinations.Select((settings, number) => (settings, number)).Where(pair => SettingsSpace.Refusal(pair.settings) is null)
            .Select(pair => (pair.number, PublishFixture.Render(pair.settings)))]);

    [Fact]
    public void Every_pair_of_values_is_covered_and_most_combinations_are_published()
    {
        Assert.InRange(SettingsSpace.Combinations.Count, 12, 60);
        Assert.InRange(s_renderings.Value.Count, SettingsSpace.Combinations.Count / 2, SettingsSpace.Combinations.Count);
    }

    [Fact]
    public void Contradictory_combinations_are_refused_by_the_setting_that_contradicts()
    {
        foreach (var settings in SettingsSpace.Combinations.Where(settings => SettingsSpace.Refusal(settings) is not null))
        {
            var problems = Assert.Throws<SettingsException>(() => PublishFixture.Render(settings)).Problems;
            Assert.Contains(problems, problem => problem.Name.EndsWith(SettingsSpace.Refusal(settings)!, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Every_object_satisfies_its_schema()
    {
        var schemas = Schemas.FindOrSkip();
        var errors = new List<string>();
        foreach (var (number, rendering) in s_renderings.Value)
        {
            errors.AddRange(rendering.Files.SelectMany(file => file.Documents.SelectMany(document => schemas.Errors(document.Content))
                .Select(error => $"combination {number}: {file.Path}: {error}")));
        }

        Assert.Empty(errors);
    }

    [Fact]
    public void Values_of_every_release_satisfy_their_charts_schema_and_make_a_pod()
    {
        var schemas = Schemas.FindOrSkip();
        var errors = new List<string>();
        foreach (var (number, rendering) in s_renderings.Value)
        {
            foreach (var document in rendering.Files.SelectMany(file => file.Documents).Where(document => document.Content["kind"]?.Text == "HelmRelease"))
            {
                var version = rendering.Files.SelectMany(file => file.Documents).First(other => other.Content["kind"]?.Text == "OCIRepository").Content.At("spec.ref.tag")!.Text!;
                errors.AddRange(schemas.ValuesErrors(version, document.Content.At("spec.values")!)
                    .Concat(schemas.Errors(ReleasePod.Of(document.Content)))
                    .Select(error => $"combination {number}: {document.Content.At("metadata.name")}: {error}"));
            }
        }

        Assert.Empty(errors);
    }

    [Fact]
    public void No_secret_that_was_given_is_in_any_byte() =>
        Assert.All(s_renderings.Value, pair => Assert.All(pair.Rendering.Files, file =>
            Assert.DoesNotContain(SettingsSpace.GivenSecret, file.Text + file.Path, StringComparison.Ordinal)));

    [Fact]
    public void Every_text_reads_back_as_what_was_written() =>
        Assert.All(s_renderings.Value, pair => Assert.All(pair.Rendering.Files.Where(file => file.Documents.Count > 0), YamlAssert.ReadsBack));

    [Fact]
    public void Kubectl_builds_every_folder() => KubectlBuild.AssertBuilds([.. s_renderings.Value.Select(pair => pair.Rendering)]);
}
