using System.Text.Json;
using OpenCode.ScriptedModel.Answers;
using OpenCode.ScriptedModel.OpenAi;
using OpenCode.ScriptedModel.Script;

namespace OpenCode.Tests.ScriptedModel;

public sealed class PlanTests
{
    private static readonly ChatTool[] Tools = [new(new("bash"))];

    [Fact]
    public void For_each_assistant_message_takes_the_next_directive()
    {
        ChatMessage[] turn = [User("[[bash ls]] [[read a]] [[text end]]"), Assistant(), Tool(), Assistant(), Tool(), Assistant()];

        Assert.Equal(("bash", 0), DirectiveAfter(turn[..1]));
        Assert.Equal(("read", 1), DirectiveAfter(turn[..3]));
        Assert.Equal(("text", 2), DirectiveAfter(turn[..5]));
        Assert.Equal("All steps are done.", Said(turn));
    }

    [Fact]
    public void For_only_the_last_user_message_counts() =>
        Assert.Equal(("read", 0), DirectiveAfter(User("[[bash ls]] [[text x]]"), Assistant(), User("[[read a]]")));

    [Fact]
    public void For_parts_are_read_as_one_text() =>
        Assert.Equal(("bash", 0), DirectiveAfter(Message(
            "user", """[{"type":"text","text":"Go"},{"type":"image_url","image_url":{}},{"type":"text","text":"[[bash ls]]"}]""")));

    [Fact]
    public void For_no_directive_or_no_user_gets_the_fixed_answer()
    {
        Assert.Equal(SpeechDirectives.DefaultText, Said(User("Hello")));
        Assert.Equal(SpeechDirectives.DefaultText, Said());
        Assert.Equal(SpeechDirectives.DefaultText, Said(Message("user", "null")));
    }

    [Theory]
    [InlineData("Please list all files of this folder now [[bash ls]]", "Please list all files of this")]
    [InlineData("[[bash ls]]", "Untitled")]
    public void For_title_request_is_answered_from_the_prose(string prompt, string title)
    {
        ChatMessage[] messages = [Message("system", "\"You are a title generator.\""), User("Generate a title:"), User(prompt)];

        Assert.Equal("title", Plan.For(new ChatRequest { Messages = messages }).Kind);
        Assert.Equal(title, Said(messages));
    }

    [Fact]
    public void For_summary_request_is_one_without_tools()
    {
        ChatMessage[] messages = [Message("system", "\"Summarize the conversation.\""), User("[[bash ls]]")];

        Assert.Equal("summary", Plan.For(new ChatRequest { Messages = messages }).Kind);
        Assert.Equal("chat", Plan.For(new ChatRequest { Messages = messages, Tools = Tools }).Kind);
    }

    private static (string, int) DirectiveAfter(params ChatMessage[] messages)
    {
        var plan = Plan.For(new ChatRequest { Messages = messages, Tools = Tools });
        return (plan.Directive, plan.Step);
    }

    private static string Said(params ChatMessage[] messages) =>
        Assert.IsType<TextAnswer>(Plan.For(new ChatRequest { Messages = messages }).Answer).Text;

    private static ChatMessage User(string text) => Message("user", JsonSerializer.Serialize(text));

    private static ChatMessage Assistant() => Message("assistant", "null");

    private static ChatMessage Tool() => Message("tool", "\"result\"");

    private static ChatMessage Message(string role, string content) =>
        new() { Role = role, Content = JsonDocument.Parse(content).RootElement };
}
