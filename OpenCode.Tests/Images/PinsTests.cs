using System.Text.Json;
using System.Text.RegularExpressions;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.Tests.Images;

/// <summary>What is pinned stands in several files: they say the same, and Renovate finds each.</summary>
public sealed partial class PinsTests
{
    private static readonly string s_solution = SolutionFolder.Find();

    [Fact]
    public void Workspace_image_starts_from_the_version_and_digest_of_the_settings()
    {
        var from = Assert.Single(File.ReadLines(PathOf("images/opencode/Dockerfile")), line => line.StartsWith("FROM ", StringComparison.Ordinal));

        Assert.Equal($"FROM {StackSettings.DefaultImage}:{StackSettings.DefaultVersion}@{StackSettings.DefaultDigest}", from);
    }

    [Fact]
    public void Settings_name_the_version_and_digest_of_the_code()
    {
        using var settings = JsonDocument.Parse(File.ReadAllText(PathOf("OpenCode.AppHost/appsettings.json")));
        var openCode = settings.RootElement.GetProperty("Stack").GetProperty("OpenCode");

        Assert.Equal(StackSettings.DefaultVersion, openCode.GetProperty("Version").GetString());
        Assert.Equal(StackSettings.DefaultDigest, openCode.GetProperty("Digest").GetString());
        Assert.Equal(ClusterSettings.DefaultChartVersion, settings.RootElement.GetProperty("Stack").GetProperty("Cluster").GetProperty("ChartVersion").GetString());
    }

    [Fact]
    public void Workspace_image_runs_as_a_numbered_user_under_an_init()
    {
        var dockerfile = File.ReadAllLines(PathOf("images/opencode/Dockerfile"));

        Assert.Contains("USER 1000:1000", dockerfile);
        Assert.Contains("ENTRYPOINT [\"/sbin/tini\", \"-s\", \"--\", \"opencode\"]", dockerfile);
    }

    [Fact]
    public void Every_pin_below_a_Renovate_comment_is_found_by_exactly_one_expression()
    {
        var sources = ((string[])["OpenCode.AppHost", "eng"])
            .SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".props" or ".csproj")
            .Select(file => (File: file, Text: File.ReadAllText(file)))
            .Where(source => source.Text.Contains("renovate: datasource", StringComparison.Ordinal))
            .ToArray();
        var expressions = Expressions();

        Assert.NotEmpty(sources);
        Assert.All(sources, source => Assert.Equal(
            Comment().Count(source.Text),
            expressions.Sum(expression => expression.Matches(source.Text).Count(match => match.Groups["currentValue"].Length > 0))));
    }

    [Fact]
    public void Renovate_finds_the_pins_of_the_settings()
    {
        var settings = File.ReadAllText(PathOf("OpenCode.AppHost/appsettings.json"));

        Assert.Equal(
            [(StackSettings.DefaultVersion, StackSettings.DefaultDigest), (ClusterSettings.DefaultChartVersion, string.Empty)],
            Expressions().SelectMany(expression => expression.Matches(settings)).Select(match => (match.Groups["currentValue"].Value, match.Groups["currentDigest"].Value)));
    }

    private static Regex[] Expressions()
    {
        using var renovate = JsonDocument.Parse(File.ReadAllText(PathOf("renovate.json")));
        return [.. renovate.RootElement.GetProperty("customManagers").EnumerateArray()
            .SelectMany(manager => manager.GetProperty("matchStrings").EnumerateArray())
            .Select(expression => new Regex(expression.GetString()!, RegexOptions.ECMAScript))];
    }

    private static string PathOf(string path) => Path.Combine(s_solution, path);

    [GeneratedRegex("renovate: datasource=")]
    private static partial Regex Comment();
}
