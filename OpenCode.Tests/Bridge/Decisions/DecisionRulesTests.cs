using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.OpenCode;
using static OpenCode.Tests.Bridge.Given;

namespace OpenCode.Tests.Bridge.Decisions;

public sealed class DecisionRulesTests
{
    [Theory]
    [InlineData("Once", null, true)]
    [InlineData("Always", null, true)]
    [InlineData("Reject", null, true)]
    [InlineData("Reject", "because", true)]
    [InlineData("Once", "because", true)]
    [InlineData("Always", "because", true)]
    [InlineData("Answer", null, false)]
    public void Problem_of_a_permission(string kind, string? message, bool fine) =>
        Assert.Equal(fine, DecisionRules.Problem(AlertOf(Permission("per_1")), new(Enum.Parse<ReplyKind>(kind), message)) is null);

    [Fact]
    public void Problem_of_a_permission_that_is_given_answers() =>
        Assert.NotNull(DecisionRules.Problem(AlertOf(Permission("per_1")), new(ReplyKind.Once, Answers: [["A"]])));

    public static TheoryData<string[][], bool> Answers => new()
    {
        { [["A"], ["X", "Y"], ["no"]], true },
        { [["my own words"], ["X"], ["yes"]], true },
        { [["A"], ["X"]], false },
        { [["A"], ["X"], ["yes"], ["more"]], false },
        { [["A", "B"], ["X"], ["yes"]], false },
        { [[], ["X"], ["yes"]], false },
        { [[" "], ["X"], ["yes"]], false },
        { [["A"], ["X"], ["my own words"]], false },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void Problem_of_answers_compares_them_with_the_questions(string[][] answers, bool fine)
    {
        var alert = AlertOf(Question("que_1", OneOf("A", "B"), OneOf("X", "Y") with { Multiple = true }, OneOf("yes", "no") with { Custom = false }));

        Assert.Equal(fine, DecisionRules.Problem(alert, new(ReplyKind.Answer, Answers: answers)) is null);
    }

    [Fact]
    public void Problem_of_a_question()
    {
        var alert = AlertOf(Question("que_1"));

        Assert.Null(DecisionRules.Problem(alert, new(ReplyKind.Reject)));
        Assert.NotNull(DecisionRules.Problem(alert, new(ReplyKind.Reject, "because")));
        Assert.NotNull(DecisionRules.Problem(alert, new(ReplyKind.Once)));
        Assert.NotNull(DecisionRules.Problem(alert, new(ReplyKind.Answer)));
    }

    private static Alert AlertOf(OpenRequest request)
    {
        var machine = new AlertMachine("opencode");
        return machine.Apply(new RequestAsked(request), DateTimeOffset.UnixEpoch)[0].Alert;
    }
}
