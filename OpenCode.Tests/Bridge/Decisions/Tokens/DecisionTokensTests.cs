using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;
using Id = OpenCode.Bridge.Alerts.AlertId;

namespace OpenCode.Tests.Bridge.Decisions.Tokens;

public sealed class DecisionTokensTests
{
    private static readonly string AlertId = Id.Of("opencode", "per_1");
    private static readonly TokenChoice Once = new(ReplyKind.Once);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<int, int> Choices
    {
        get
        {
            var data = new TheoryData<int, int> { { (int)ReplyKind.Once, 0 }, { (int)ReplyKind.Always, 0 }, { (int)ReplyKind.Reject, 0 } };
            for (var option = 0; option < TokenChoice.Options; option++)
            {
                data.Add((int)ReplyKind.Answer, option);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Token_says_what_it_was_issued_for(int kind, int option)
    {
        var tokens = Tokens();

        var read = tokens.Read(tokens.Issue(AlertId, new((ReplyKind)kind, option)))!;

        Assert.Equal((AlertId, new TokenChoice((ReplyKind)kind, option)), (read.AlertId, read.Choice));
    }

    [Fact]
    public void Token_fits_into_a_url_and_no_two_are_alike()
    {
        var tokens = Tokens();

        var issued = Enumerable.Range(0, 1_000).Select(_ => tokens.Issue(new string('a', 64), Once)).ToHashSet();

        Assert.Equal(1_000, issued.Count);
        Assert.All(issued, token => Assert.Matches("^[A-Za-z0-9_-]{80,160}$", token));
        Assert.All(issued, token => Assert.NotNull(tokens.Read(token)));
    }

    [Fact]
    public void Every_single_changed_bit_makes_it_a_forgery()
    {
        var tokens = Tokens();
        var bytes = Base64Url.DecodeFromChars(tokens.Issue(AlertId, Once));

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var forged = (byte[])bytes.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(tokens.Read(Base64Url.EncodeToString(forged)));
        }
    }

    [Fact]
    public void Truncated_and_prolonged_tokens_are_refused()
    {
        var tokens = Tokens();
        var token = tokens.Issue(AlertId, Once);

        for (var length = 0; length < token.Length; length++)
        {
            Assert.Null(tokens.Read(token[..length]));
            Assert.Null(tokens.Read(token[(token.Length - length)..]));
        }

        foreach (var other in new[] { token + "A", token + "=", token + " ", " " + token, token + "\n", token + token, new string('A', 1_000_000) })
        {
            Assert.Null(tokens.Read(other));
        }
    }

    [Fact]
    public void One_token_has_one_spelling()
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var tokens = Tokens();
        var token = tokens.Issue(AlertId, Once);

        Assert.Single(Alphabet, letter => tokens.Read(token[..^1] + letter) is not null);
    }

    [Fact]
    public void Decision_or_alert_of_another_token_is_refused()
    {
        var tokens = Tokens();
        var once = Base64Url.DecodeFromChars(tokens.Issue(AlertId, Once));
        var always = Base64Url.DecodeFromChars(tokens.Issue(AlertId, new(ReplyKind.Always)));
        var other = Base64Url.DecodeFromChars(tokens.Issue(Id.Of("opencode", "per_2"), Once));

        // Everything before the signature of one, with the signature of another.
        Assert.Null(tokens.Read(Base64Url.EncodeToString([.. always[..^32], .. once[^32..]])));
        Assert.Null(tokens.Read(Base64Url.EncodeToString([.. other[..^32], .. once[^32..]])));
        // The decision alone, with everything else of its own.
        Assert.Null(tokens.Read(Base64Url.EncodeToString([once[0], always[1], .. once[2..]])));
    }

    [Fact]
    public void Token_of_another_bridge_is_refused() =>
        Assert.Null(Tokens().Read(Tokens(key: "another key, but of 32 bytes or more").Issue(AlertId, Once)));

    [Fact]
    public void Hundred_thousand_random_tokens_are_refused()
    {
        var tokens = Tokens();
        var bytes = new byte[Base64Url.DecodeFromChars(tokens.Issue(AlertId, Once)).Length];

        for (var number = 0; number < 100_000; number++)
        {
            RandomNumberGenerator.Fill(bytes);
            // Half of them look right but for the signature.
            if (number % 2 == 0)
            {
                (bytes[0], bytes[1]) = (1, Once.ToByte());
            }

            Assert.Null(tokens.Read(Base64Url.EncodeToString(bytes)));
        }
    }

    [Theory]
    [InlineData(null, 24 * 60)]
    [InlineData(30, 30)]
    public void Token_lives_as_long_as_its_alert_may_wait(int? expireMinutes, int minutes)
    {
        var tokens = Tokens(expire: expireMinutes is { } given ? TimeSpan.FromMinutes(given) : null);
        var read = tokens.Read(tokens.Issue(AlertId, Once))!;

        time.Advance(TimeSpan.FromMinutes(minutes));
        Assert.False(tokens.IsExpired(read));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(tokens.IsExpired(read));
    }

    [Fact]
    public void Buttons_are_for_what_one_press_can_decide()
    {
        var buttons = new DecisionButtons(Tokens());
        var alert = Channels.GivenMessage.Question("A", "B");

        Assert.Equal(["A", "B"], buttons.Of(alert).Select(button => button.Label));
        Assert.Empty(buttons.Of(alert with { State = AlertState.Decided }));
        Assert.Empty(buttons.Of(Channels.GivenMessage.Of(AlertKind.Stalled)));
        Assert.Empty(buttons.Of(alert with { Requests = [Given.Question("que_1", Given.OneOf("A"), Given.OneOf("B"))] }));
        Assert.Empty(buttons.Of(alert with { Requests = [Given.Question("que_1", Given.OneOf("A", "B") with { Multiple = true })] }));
        Assert.Null(DecisionButtons.ReplyOf(alert, new(ReplyKind.Answer, 2)));
        Assert.Equal([["B"]], DecisionButtons.ReplyOf(alert, new(ReplyKind.Answer, 1))!.Answers!);
    }

    private DecisionTokens Tokens(string key = "0123456789abcdef0123456789abcdef", TimeSpan? expire = null)
    {
        var settings = new BridgeSettings([], null, null, []) { SigningKey = key, Alerts = new() { Expire = expire } };
        return new(new SigningKey(settings, NullLogger<SigningKey>.Instance), settings, time);
    }
}
