using OpenCode.ScriptedModel.Script;

namespace OpenCode.Tests.ScriptedModel;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  a \n b\t", "a~b")]
    [InlineData("'a b' c", "a b~c")]
    [InlineData("\"a b\"c", "a bc")]
    [InlineData("''", "")]
    [InlineData("'a\\b'", "a\\b")]
    [InlineData("\"a \\\" \\\\ \\n\"", "a \" \\ \\n")]
    [InlineData("a\\ b \\'", "a b~'")]
    public void Split_quotes_like_a_shell(string text, string words) =>
        Assert.Equal(words, string.Join('~', ShellWords.Split(text).Select(word => word.Text)));

    [Fact]
    public void Split_empty_quotes_are_a_word() => Assert.Single(ShellWords.Split("''"));

    [Theory]
    [InlineData("key='two words'", "key", "two words")]
    [InlineData("key=", "key", "")]
    [InlineData("a_B=x=y", "a_B", "x=y")]
    public void Split_unquoted_key_is_an_option(string text, string key, string value)
    {
        var word = Assert.Single(ShellWords.Split(text));

        Assert.Equal((key, value), (word.Key, word.Value));
    }

    [Theory]
    [InlineData("'key=value'")]
    [InlineData("k'e'y=value")]
    [InlineData("=value")]
    [InlineData("a-b=value")]
    [InlineData("a1=value")]
    public void Split_anything_else_with_an_equals_sign_is_an_ordinary_word(string text) =>
        Assert.Equal(0, Assert.Single(ShellWords.Split(text)).KeyLength);

    [Theory]
    [InlineData("it's")]
    [InlineData("\"open")]
    [InlineData("\"open\\")]
    [InlineData("end\\")]
    public void Split_open_quote_or_escape_throws(string text) =>
        Assert.Throws<DirectiveException>(() => ShellWords.Split(text));
}
