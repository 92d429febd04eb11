using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.Publishing;

/// <summary><c>aspirate-output/</c> is what the code renders: the defaults, and a sample of every way in from outside.</summary>
public sealed class CommittedRenderingTests
{
    private static readonly string s_folder = Path.Combine(SolutionFolder.Find(), "aspirate-output");

    [Theory]
    [InlineData("", "none")]
    [InlineData("samples/external-authentik", "authentik")]
    [InlineData("samples/external-authentik-route", "authentik-route")]
    [InlineData("samples/external-public", "public")]
    public void Committed_rendering_equals_the_code(string sample, string external)
    {
        var folder = Path.Combine(s_folder, sample);
        var rendered = PublishFixture.RenderCluster(("External", external)).Files.ToDictionary(file => file.Path, file => file.Text);
        var committed = Directory.EnumerateFiles(Path.Combine(folder, "kubernetes"), "*", SearchOption.AllDirectories)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText);

        var different = rendered.Keys.Union(committed.Keys).Where(path => rendered.GetValueOrDefault(path) != committed.GetValueOrDefault(path)).Order(StringComparer.Ordinal).ToList();

        Assert.True(
            different.Count == 0,
            $"""
            {string.Join(", ", different)} differ from what the code renders. If that is wanted, render them anew:
            dotnet run --project OpenCode.AppHost -- publish --output aspirate-output/{sample} --Stack:Cluster:External={external}
            (without settings of your own in user secrets or the environment)
            """);
    }
}
