#if !ASPIRE
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests;

/// <summary>The build without Aspire's packages does not ask for them either.</summary>
public sealed class RestoredGraphTests
{
    [Fact]
    public void Restored_graph_names_no_package_of_Aspire()
    {
        var graphs = Directory.GetFiles(Path.Combine(SolutionFolder.Find(), "artifacts", "obj"), "project.assets.json", SearchOption.AllDirectories);

        Assert.NotEmpty(graphs);
        Assert.All(graphs, graph => Assert.DoesNotContain("\"Aspire.", File.ReadAllText(graph), StringComparison.Ordinal));
    }
}
#endif
