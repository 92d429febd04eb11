using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.Tests.Publishing.Rules;

/// <summary>Every rule, broken on purpose: it names itself, the file and the place.</summary>
public sealed class RuleMutationTests
{
    public static TheoryData<string> Names => [.. Mutations.All.Select(Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Broken_output_is_named(string name)
    {
        var mutation = Mutations.All.Where((mutation, index) => Name(mutation, index) == name).Single();
        var rendering = PublishFixture.Render(mutation.Settings);

        var violations = Publisher.Check(PublishFixture.Flux, mutation.Break(rendering));

        Assert.Contains(violations, violation => violation.Rule == mutation.Rule && violation.File == mutation.File && violation.Path == mutation.Path);
    }

    [Fact]
    public void Every_rule_has_a_mutation() =>
        Assert.Equal(
            PublishFixture.Flux.Rules.Select(rule => rule.Name).Order(StringComparer.Ordinal),
            Mutations.All.Select(mutation => mutation.Rule).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Broken_rule_is_a_line_with_rule_file_and_path()
    {
        var violation = new Violation("ImagesArePinned", "kubernetes/apps/default/opencode/app/helmrelease.yaml", "spec.values", "no digest");

        Assert.Equal("ImagesArePinned: kubernetes/apps/default/opencode/app/helmrelease.yaml: spec.values: no digest", violation.ToString());
    }

    private static string Name(Mutation mutation, int index) => $"{index}: {mutation}";
}
