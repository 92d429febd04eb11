using OpenCode.Bridge.Routing;

namespace OpenCode.Tests.Bridge.Routing;

public sealed class GlobTests
{
    [Theory]
    [InlineData("**", "", true)]
    [InlineData("**", "/workspaces/a", true)]
    [InlineData("/workspaces/team/**", "/workspaces/team", true)]
    [InlineData("/workspaces/team/**", "/workspaces/team/a/b", true)]
    [InlineData("/workspaces/team/**", "/workspaces/teams", false)]
    [InlineData("/workspaces/team/**", "/workspaces", false)]
    [InlineData("/workspaces/team/", "/workspaces/team", true)]
    [InlineData("/workspaces/*", "/workspaces/a", true)]
    [InlineData("/workspaces/*", "/workspaces/a/b", false)]
    [InlineData("/workspaces/*", "/workspaces", false)]
    [InlineData("/workspaces/a*c", "/workspaces/abc", true)]
    [InlineData("/workspaces/a?c", "/workspaces/ac", false)]
    [InlineData("/Workspaces/*", "/workspaces/a", false)]
    [InlineData("**/client-*/**", "/home/x/client-a/src/deep", true)]
    [InlineData("**/client-*/src", "/client-a/x/client-b/src", true)]
    [InlineData("**/a/**/b", "/a/b", true)]
    [InlineData("**/a/**/b", "/x/a/y/z/b", true)]
    [InlineData("**/a/**/b", "/x/a/y/z/c", false)]
    [InlineData("/a.b", "/axb", false)]
    public void Glob_matches_directories(string glob, string directory, bool expected) => Assert.Equal(expected, Glob.Matches(glob, directory));

    [Fact]
    public void Hostile_glob_ends_soon()
    {
        var glob = string.Concat(Enumerable.Repeat("**/a/", 200)) + "b";
        var directory = string.Concat(Enumerable.Repeat("/a", 2_000));

        Assert.False(Glob.Matches(glob, directory));
    }
}
