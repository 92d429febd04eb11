using OpenCode.ScriptedModel.Script;

namespace OpenCode.Tests.ScriptedModel;

public sealed class DirectiveFinderTests
{
    [Fact]
    public void Find_returns_all_in_order() =>
        Assert.Equal(
            [new Directive("bash", "ls -la"), new Directive("drop", ""), new Directive("text", "two\nlines")],
            DirectiveFinder.Find("List [[bash ls -la]], then [[ drop ]] and [[text two\nlines ]]."));

    [Theory]
    [InlineData("if [[ -f a ]]; then")]
    [InlineData("grep [[:alpha:]]")]
    [InlineData("[link] and [[]]")]
    [InlineData("if [[ foo is never closed")]
    public void Find_leaves_other_brackets_alone(string text) => Assert.Empty(DirectiveFinder.Find(text));

    [Fact]
    public void Find_first_closing_brackets_end_a_directive_even_within_quotes() =>
        Assert.Equal("'[[ -f a", Assert.Single(DirectiveFinder.Find("[[bash '[[ -f a ]]']]")).Body);

    [Fact]
    public void Find_known_name_without_end_is_an_open_directive() =>
        Assert.Equal(new Directive("bash", "ls", IsClosed: false), Assert.Single(DirectiveFinder.Find("Go [[bash ls ")));

    [Fact]
    public void Remove_leaves_the_prose() =>
        Assert.Equal("List   and [[ -f a ]]", DirectiveFinder.Remove("List [[bash ls]] and [[ -f a ]]"));
}
