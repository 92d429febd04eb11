using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Channels;

/// <summary>The check that docs/bridge.md gives to receivers is the one that runs here, letter by letter.</summary>
public sealed class WebhookReceiverTests
{
    [Fact]
    public async Task Check_of_the_guide_takes_what_the_bridge_signs_and_nothing_else()
    {
        await using var channels = await TestChannels.StartAsync();
        await channels.SendAsync("webhook", GivenMessage.Opened(GivenMessage.Permission("echo \"ä語\"")));
        var call = Assert.Single(channels.Webhook.Calls);
        var (timestamp, signature, body) = (call.Headers["X-OpenCode-Timestamp"], call.Headers["X-OpenCode-Signature"], Encoding.UTF8.GetBytes(call.Body));
        var now = TimeProvider.System.GetUtcNow();

        Assert.True(IsGenuine(FakeWebhook.DefaultSecret, timestamp, signature, body, now));
        Assert.False(IsGenuine("another", timestamp, signature, body, now));
        Assert.False(IsGenuine(FakeWebhook.DefaultSecret, timestamp, signature, [.. body, (byte)' '], now));
        Assert.False(IsGenuine(FakeWebhook.DefaultSecret, timestamp, signature, body, now.AddMinutes(6)));
    }

    [Fact]
    public void Guide_holds_the_check_of_this_test()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "OpenCode.sln")))
        {
            root = root.Parent ?? throw new InvalidOperationException("The tests run outside of their repository");
        }

        var guide = File.ReadAllText(Path.Combine(root.FullName, "docs", "bridge.md")).ReplaceLineEndings("\n");
        var source = File.ReadAllText(Path.Combine(root.FullName, "OpenCode.Tests", "Bridge", "Channels", "WebhookReceiverTests.cs")).ReplaceLineEndings("\n");
        var check = guide[(guide.IndexOf("```csharp\n", StringComparison.Ordinal) + "```csharp\n".Length)..];
        var lines = check[..check.IndexOf("\n```", StringComparison.Ordinal)].Split('\n');

        Assert.Contains($"private {string.Join('\n', lines.Select((line, number) => number == 0 ? line : $"    {line}"))}\n", source, StringComparison.Ordinal);
    }

    private static bool IsGenuine(string secret, string timestamp, string signature, byte[] body, DateTimeOffset now)
    {
        var key = Encoding.UTF8.GetBytes(secret);
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. body];
        var expected = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, signed));
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(signature))
            && (now - DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp, CultureInfo.InvariantCulture))).Duration() < TimeSpan.FromMinutes(5);
    }
}
