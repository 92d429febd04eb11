using OpenCode.AppHost.Publishing.Yaml;
using OpenCode.Tests.Publishing.Rules;

namespace OpenCode.Tests.Publishing.Flux;

/// <summary>The schemas that the pairwise test asks do say no.</summary>
public sealed class SchemasTests
{
    private const string Release = "kubernetes/apps/default/opencode/app/helmrelease.yaml";

    [Theory]
    [InlineData("4.6.0")]
    [InlineData("4.6.2")]
    [InlineData("5.1.0")]
    public void Values_with_a_controller_in_upper_case_are_refused(string chart)
    {
        var schemas = Schemas.FindOrSkip();
        var values = Changed("spec.values.controllers.opencode.type", "StatefulSet").At("spec.values")!;

        Assert.NotEmpty(schemas.ValuesErrors(chart, values));
    }

    [Theory]
    [InlineData("spec.chartRef", "opencode")]
    [InlineData("spec.intervall", "1h")]
    public void Object_with_a_wrong_or_unknown_field_is_refused(string path, string value)
    {
        var schemas = Schemas.FindOrSkip();

        Assert.NotEmpty(schemas.Errors(Changed(path, value)));
    }

    [Theory]
    [InlineData("spec.values.controllers.opencode.containers.app.probes.readiness.spec.periodSeconds", "often")]
    [InlineData("spec.values.defaultPodOptions.securityContext.runAsUser", "opencode")]
    [InlineData("spec.values.controllers.opencode.containers.app.securityContext.privilegeEscalation", "false")]
    public void Pod_of_values_that_the_chart_would_let_pass_is_refused(string path, string value)
    {
        var schemas = Schemas.FindOrSkip();

        Assert.NotEmpty(schemas.Errors(ReleasePod.Of(Changed(path, value))));
    }

    private static YamlMap Changed(string path, string value)
    {
        var release = PublishFixture.Render().Files.Single(file => file.Path == Release).Documents[0].Content;
        Mutation.Set(release, path, value);
        return release;
    }
}
