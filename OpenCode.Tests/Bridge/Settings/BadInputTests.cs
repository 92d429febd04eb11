using Microsoft.Extensions.Configuration;
using OpenCode.Bridge;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Settings;

/// <summary>Whatever stands in a variable, the start ends with a line that names it, or goes on as documented.</summary>
public sealed class BadInputTests
{
    /// <summary>Each variable of the contract with a value that cannot be meant.</summary>
    public static TheoryData<string, string> Wrong => new()
    {
        { "OPENCODE_URL", "localhost:4096" },
        { "OPENCODE_SERVER_USERNAME", "a:b" },
        { "OPENCODE_URL:WORK", "nonsense" },
        { "OPENCODE_SERVER_USERNAME:WORK", "ada" },
        { "OPENCODE_SERVER_PASSWORD:WORK", "hidden" },
        { "BRIDGE_DATA", "/dev/null/below" },
        { "BRIDGE_PUBLIC_URL", "oc.example" },
        { "BRIDGE_USERNAME", "a:b" },
        { "BRIDGE_SIGNING_KEY", "hidden" },
        { "BRIDGE_METRICS_URLS", "9090" },
        { "NTFY_TOPIC", "hidden" },
        { "NTFY_TOKEN", "hidden hidden" },
        { "NTFY_REPLY_TOPIC", "hidden" },
        { "NTFY_REPLY_TOKEN", "hidden hidden" },
        { "DISCORD_WEBHOOK_URL", "hidden" },
        { "WEBHOOK_URL", "hidden" },
        { "ALERT_KINDS", "everything" },
        { "ALERT_GRACE", "soon" },
        { "ALERT_MIN_DURATION", "-1s" },
        { "ALERT_STALL", "0s" },
        { "ALERT_UNREACHABLE", "30" },
        { "ALERT_REMIND", "0ms" },
        { "ALERT_EXPIRE", "0h" },
        { "QUIET_HOURS", "night" },
        { "ROUTES", "**=pigeon" },
        { "ASPNETCORE_URLS", "nonsense" },
        { "OTEL_EXPORTER_OTLP_ENDPOINT", "nonsense" },
    };

    /// <summary>Every variable that is read, the free ones too.</summary>
    public static TheoryData<string> All => [.. Wrong.Select(row => row.Data.Item1), "OPENCODE_SERVER_PASSWORD", "BRIDGE_PASSWORD", "WEBHOOK_SECRET", "TZ"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Start_with_a_wrong_value_ends_with_2_and_one_line_that_names_the_variable(string key, string value)
    {
        // On Windows /dev/null is no file, and nothing in its place can be named that everybody has.
        Assert.SkipWhen(OperatingSystem.IsWindows() && key == "BRIDGE_DATA", "a path that no machine can make is known for Unix only");
        using var folder = new TemporaryFolder();
        var error = new StringWriter();

        var code = await BridgeApp.RunAsync(["--BRIDGE_PASSWORD=mine", $"--BRIDGE_DATA={folder.Path}", "--urls=http://127.0.0.1:0", $"--{Key(key)}={value}"], error);

        Assert.Equal(2, code);
        var line = Assert.Single($"{error}".Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(key.Replace(":", "__", StringComparison.Ordinal).Replace("SERVER_USERNAME__", "URL__", StringComparison.Ordinal).Replace("SERVER_PASSWORD__", "URL__", StringComparison.Ordinal), line, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", line, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Read_refuses_a_megabyte_and_does_not_repeat_it(string key)
    {
        var wrong = Assert.Throws<SettingsException>(() => Read(Key(key), new string('a', 1 << 20)));

        Assert.StartsWith(key.Replace(":", "__", StringComparison.Ordinal), wrong.Message, StringComparison.Ordinal);
        Assert.InRange(wrong.Message.Length, 1, 300);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Read_takes_empty_for_unset(string key)
    {
        var settings = Read(Key(key), "");

        Assert.Equal($"{Read(Key(key), null)}", $"{settings}");
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Read_of_anything_hostile_is_refused_in_one_line_or_taken(string key)
    {
        foreach (var value in Hostile)
        {
            try
            {
                Read(Key(key), value);
            }
            catch (SettingsException wrong)
            {
                Assert.Contains(key[..2], wrong.Message, StringComparison.Ordinal);
                Assert.DoesNotContain(wrong.Message, char.IsControl);
                Assert.DoesNotContain("s3cret", wrong.Message, StringComparison.Ordinal);
            }
        }
    }

    private static readonly string[] Hostile =
    [
        "\0", "a\0b", "\r\nX-Injected: 1", "\u001b[31mred", "\u202egnp.exe", "\ud800", "'; DROP TABLE alerts; --", "$(reboot)", "`id`", "%s%n%x", "{0}{9}", "../../../etc/passwd",
        "<script>alert(1)</script>", "javascript:alert(1)", "http://", "http://[", "http://a b/", "http://x:99999", "http://x:-1", "http://ada:s3cret@x/", "http://x/?token=s3cret",
        "http://x/#s3cret", "https://xn--/", "http://\u0000/", "file:///etc/passwd", "//x", "-1", "1e99", "99999999999999999999s", "9223372036854775807ms", "0", "NaN", "٣s", "24:00-25:00",
        "**", "=", ";", ",", "**=ntfy;;;=", "=ntfy", "[[[=ntfy", "((((((((((a*)*)*)*=ntfy", "http://*:0", "http://+:1", "http://127.0.0.1:1;", "unix:/tmp/x", "http://unix:/tmp/x", "http://pipe:/x",
        ":Europe/Berlin", "/etc/localtime", "Nowhere/Else", " ", "\u00a0", "\ufeff",
    ];

    // The host reads ASPNETCORE_URLS by this name.
    private static string Key(string key) => key == "ASPNETCORE_URLS" ? "urls" : key;

    private static BridgeSettings Read(string key, string? value)
    {
        var values = new Dictionary<string, string?> { ["BRIDGE_PASSWORD"] = "mine", ["QUIET_HOURS"] = key == "TZ" ? "22:00-07:00" : null, [key] = value };
        return SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
