using System.Text.Json.Nodes;
using OpenCode.ScriptedModel.Answers;
using OpenCode.ScriptedModel.Script;

namespace OpenCode.Tests.ScriptedModel;

public sealed class DirectiveCatalogTests
{
    [Theory]
    [InlineData("bash", "ls -la", "bash", """{"command":"ls -la","description":"Runs a shell command"}""")]
    [InlineData("bash", "command='a \"b\"' description=D", "bash", """{"command":"a \"b\"","description":"D"}""")]
    [InlineData("write", "path=a.txt content=hi", "write", """{"filePath":"a.txt","content":"hi\n"}""")]
    [InlineData("edit", "path=a old=b new=c", "edit", """{"filePath":"a","oldString":"b","newString":"c"}""")]
    [InlineData("read", "a.txt", "read", """{"filePath":"a.txt"}""")]
    [InlineData("tool", """name=webfetch json='{"url":"x"}'""", "webfetch", """{"url":"x"}""")]
    [InlineData(
        "question",
        "header=H options='A|B' multiple=true Which one?",
        "question",
        """{"questions":[{"question":"Which one?","header":"H","options":[{"label":"A","description":"Choose A"},{"label":"B","description":"Choose B"}],"multiple":true}]}""")]
    [InlineData(
        "todo",
        "done=1 a|b c|d",
        "todowrite",
        """{"todos":[{"content":"a","status":"completed","priority":"medium"},{"content":"b c","status":"in_progress","priority":"medium"},{"content":"d","status":"pending","priority":"medium"}]}""")]
    [InlineData(
        "task",
        "description=D agent=explore prompt='<<bash ls>> then <<text ok>>'",
        "task",
        """{"description":"D","prompt":"[[bash ls]] then [[text ok]]","subagent_type":"explore"}""")]
    public void Answer_tool_directive_calls_the_tool(string name, string body, string tool, string arguments)
    {
        var call = Assert.IsType<ToolCallAnswer>(DirectiveCatalog.Answer(new Directive(name, body)));

        Assert.Equal(tool, call.Tool);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(arguments), call.Arguments), call.Arguments.ToJsonString());
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("write")]
    [InlineData("edit")]
    [InlineData("read")]
    [InlineData("question")]
    [InlineData("todo")]
    [InlineData("task")]
    public void Answer_tool_directive_works_without_options(string name) =>
        Assert.IsType<ToolCallAnswer>(DirectiveCatalog.Answer(new Directive(name, "")));

    [Theory]
    [InlineData("it's fine", "it's fine")]
    [InlineData("set a=b  now", "set a=b now")]
    [InlineData("delay=0 slowly", "slowly")]
    [InlineData("", SpeechDirectives.DefaultText)]
    public void Answer_text_takes_prose_as_it_is(string body, string said) => Assert.Equal(said, Said("text", body));

    [Fact]
    public void Answer_slow_counts_its_words()
    {
        var answer = Assert.IsType<TextAnswer>(DirectiveCatalog.Answer(new Directive("slow", "tokens=3 delay=0.25")));

        Assert.Equal("word0 word1 word2", answer.Text);
        Assert.Equal(TimeSpan.FromSeconds(0.25), answer.Pace.Behind(1));
    }

    [Fact]
    public void Answer_stall_pauses_long_from_its_piece_on()
    {
        var pace = Assert.IsType<TextAnswer>(DirectiveCatalog.Answer(new Directive("stall", "after=2 seconds=90"))).Pace;

        Assert.Equal(Pace.DefaultDelay, pace.Behind(1));
        Assert.Equal(TimeSpan.FromSeconds(90), pace.Behind(2));
        Assert.Equal(TimeSpan.FromSeconds(90), pace.Behind(3));
    }

    [Fact]
    public void Answer_unknown_directive_is_named_with_all_known_ones()
    {
        var said = Said("bsah", "ls");

        Assert.Contains("'bsah'", said, StringComparison.Ordinal);
        Assert.All(
            "bash drop edit http question read slow stall task text think todo tool write".Split(' '),
            name => Assert.Contains(name, said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("bash", "command='ls", "quote")]
    [InlineData("bash", "command=ls -la", "command=")]
    [InlineData("bash", "comand=ls", "'comand'")]
    [InlineData("slow", "tokens=many", "tokens")]
    [InlineData("slow", "tokens=0", "tokens")]
    [InlineData("slow", "delay=-1", "delay")]
    [InlineData("slow", "delay=1e99", "delay")]
    [InlineData("slow", "delay=NaN", "delay")]
    [InlineData("stall", "seconds=99999999", "seconds")]
    [InlineData("question", "multiple=maybe", "multiple")]
    [InlineData("todo", "done=x", "done")]
    [InlineData("tool", "json='{}'", "name=")]
    [InlineData("tool", "name=x json='[1]'", "json")]
    [InlineData("tool", "name=x json='{'", "json")]
    [InlineData("http", "status=200", "status")]
    [InlineData("http", "retry_after='a\nb'", "retry_after")]
    [InlineData("drop", "now", "'now'")]
    public void Answer_malformed_directive_says_what_is_wrong(string name, string body, string reason)
    {
        var said = Said(name, body);

        Assert.StartsWith($"I cannot follow the directive '{name}': ", said, StringComparison.Ordinal);
        Assert.Contains(reason, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Answer_open_directive_says_that_its_end_is_missing()
    {
        var answer = Assert.IsType<TextAnswer>(DirectiveCatalog.Answer(new Directive("drop", "", IsClosed: false)));

        Assert.Contains("]] is missing", answer.Text, StringComparison.Ordinal);
    }

    private static string Said(string name, string body) =>
        Assert.IsType<TextAnswer>(DirectiveCatalog.Answer(new Directive(name, body))).Text;
}
