using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.Docs;

/// <summary>Every <c>publish</c> command of the guide does what it says, each into a folder of its own.</summary>
public sealed class DeployGuideTests
{
    private const string Start = "dotnet run --project OpenCode.AppHost -- ";

    public static TheoryData<string> Commands { get; } = [.. Lines().Where(line => line.StartsWith(Start, StringComparison.Ordinal)).Select(line => line[Start.Length..])];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Publish_command_of_the_guide_ends_with_0(string command)
    {
        using var folder = new TemporaryFolder();
        using var output = new StringWriter();
        using var error = new StringWriter();
        var words = command.Split(' ').Select(word => word.StartsWith("../", StringComparison.Ordinal) ? folder.Path : word).ToArray();

        Assert.Contains(folder.Path, words);
        Assert.True(await AppHostCommand.InvokeAsync(words, output, error) == 0, error.ToString());
    }

    // Lines of the guide's shell blocks; one that ends in a backslash goes on.
    private static IEnumerable<string> Lines()
    {
        var text = File.ReadAllText(Path.Combine(SolutionFolder.Find(), "docs", "deploy.md")).ReplaceLineEndings("\n");
        return text.Split("```").Where((_, index) => index % 2 == 1).Where(block => block.StartsWith("sh\n", StringComparison.Ordinal))
            .SelectMany(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
            .Select(line => string.Join(' ', line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries)));
    }
}
