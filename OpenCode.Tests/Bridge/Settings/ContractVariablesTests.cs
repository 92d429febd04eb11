using Microsoft.Extensions.Configuration;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Settings;

public sealed class ContractVariablesTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("BRIDGE_PASWORD", "BRIDGE_PASSWORD")]
    [InlineData("bridge_usrname", "BRIDGE_USERNAME")]
    [InlineData("ALERT_GRAZE", "ALERT_GRACE")]
    [InlineData("NTFY_TOPICS", "NTFY_TOPIC")]
    [InlineData("DISCORD_WEBHOOK", "DISCORD_WEBHOOK_URL")]
    [InlineData("WEBHOOK_KEY", "WEBHOOK_URL")]
    [InlineData("BRIDGE:PASSWORD", "BRIDGE_PASSWORD")]
    [InlineData("NTFY_TOKEN:WORK", "NTFY_TOKEN")]
    [InlineData("BRIDGE_PORT", "BRIDGE_DATA")]
    public void Check_refuses_an_unknown_name_with_the_nearest_one(string key, string nearest)
    {
        var wrong = Assert.Throws<SettingsException>(() => Check((key, "secret")));

        Assert.StartsWith($"{key.Replace(":", "__", StringComparison.Ordinal)} is no setting", wrong.Message, StringComparison.Ordinal);
        Assert.EndsWith($" {nearest}", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BRIDGE_PASWORD", "")]
    [InlineData("OPENCODE_CONFIG", "/etc/opencode.json")]
    [InlineData("OPENCODE_DISABLE_SHARE", "1")]
    [InlineData("NTFY_SERVICE_HOST", "10.43.0.7")]
    [InlineData("NTFY_SERVICE_PORT_HTTP", "80")]
    [InlineData("NTFY_PORT", "tcp://10.43.0.7:80")]
    [InlineData("NTFY_PORT_80_TCP", "tcp://10.43.0.7:80")]
    [InlineData("NTFY_PORT_80_TCP_ADDR", "10.43.0.7")]
    public void Check_leaves_other_names_alone(string key, string value) => Check((key, value));

    [Fact]
    public void Check_knows_every_variable_of_the_contract() => Check(
        ("OPENCODE_URL", "http://x"),
        ("BRIDGE_DATA", "./data"),
        ("BRIDGE_PUBLIC_URL", "https://oc.example"),
        ("BRIDGE_USERNAME", "ada"),
        ("BRIDGE_PASSWORD", "right"),
        ("BRIDGE_SIGNING_KEY", Key),
        ("BRIDGE_METRICS_URLS", "http://0.0.0.0:9090;http://[::]:9091"),
        ("NTFY_TOPIC", "https://ntfy.sh/alerts"),
        ("NTFY_TOKEN", "tk_abc"),
        ("NTFY_REPLY_TOPIC", "http://ntfy.local/below/replies"),
        ("NTFY_REPLY_TOKEN", "tk_def"),
        ("DISCORD_WEBHOOK_URL", "https://discord.com/api/webhooks/1/abc?thread_id=2"),
        ("WEBHOOK_URL", "http://127.0.0.1:9/hook"),
        ("WEBHOOK_SECRET", " "),
        ("ALERT_KINDS", "permission, question"),
        ("ALERT_GRACE", "500ms"),
        ("ALERT_MIN_DURATION", "0s"),
        ("ALERT_STALL", "10m"),
        ("ALERT_UNREACHABLE", "30s"),
        ("ALERT_REMIND", "1h"),
        ("ALERT_EXPIRE", "1000h"),
        ("QUIET_HOURS", "22:00-07:00"),
        ("ROUTES", "/workspaces/day/**=ntfy;**=ntfy,discord;"));

    [Theory]
    [InlineData("ALERT_GRACE", "2")]
    [InlineData("ALERT_GRACE", "2 s")]
    [InlineData("ALERT_MIN_DURATION", "-2s")]
    [InlineData("ALERT_STALL", "1.5m")]
    [InlineData("ALERT_UNREACHABLE", "00:00:30")]
    [InlineData("ALERT_REMIND", "1d")]
    [InlineData("ALERT_EXPIRE", "1001h")]
    [InlineData("ALERT_KINDS", "permission,finished")]
    [InlineData("ALERT_KINDS", ",")]
    [InlineData("QUIET_HOURS", "22-7")]
    [InlineData("QUIET_HOURS", "24:00-07:00")]
    [InlineData("QUIET_HOURS", "07:00-07:00")]
    [InlineData("ROUTES", "**")]
    [InlineData("ROUTES", "=ntfy")]
    [InlineData("ROUTES", "**=")]
    [InlineData("ROUTES", "**=ntfy,email")]
    [InlineData("BRIDGE_METRICS_URLS", "9090")]
    [InlineData("BRIDGE_METRICS_URLS", "https://127.0.0.1:1")]
    public void Check_refuses_a_wrong_form_and_shows_it(string key, string value)
    {
        var wrong = Assert.Throws<SettingsException>(() => Check((key, value)));

        Assert.StartsWith($"{key}={value} is not allowed; allowed is ", wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BRIDGE_SIGNING_KEY", "secret")]
    [InlineData("NTFY_TOPIC", "secret")]
    [InlineData("NTFY_TOPIC", "https://ntfy.sh")]
    [InlineData("NTFY_TOPIC", "https://ntfy.sh/secret?auth=x")]
    [InlineData("NTFY_REPLY_TOPIC", "https://ada:secret@ntfy.sh/topic")]
    [InlineData("NTFY_TOKEN", "two secret words")]
    [InlineData("NTFY_REPLY_TOKEN", "secret\u00e9")]
    [InlineData("DISCORD_WEBHOOK_URL", "discord.com/secret")]
    [InlineData("WEBHOOK_URL", "ftp://x/secret")]
    [InlineData("WEBHOOK_URL", "https://ada:secret@x/")]
    public void Check_refuses_a_wrong_form_of_a_secret_without_showing_it(string key, string value)
    {
        var wrong = Assert.Throws<SettingsException>(() => Check((key, value)));

        Assert.StartsWith($"{key} is not allowed; allowed is ", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_refuses_one_topic_for_alerts_and_replies()
    {
        var wrong = Assert.Throws<SettingsException>(() => Check(("NTFY_TOPIC", "https://ntfy.sh/secret"), ("NTFY_REPLY_TOPIC", "https://NTFY.sh:443/secret/")));

        Assert.StartsWith("NTFY_REPLY_TOPIC", wrong.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", wrong.Message, StringComparison.Ordinal);
    }

    private static void Check(params (string Key, string Value)[] values) => ContractVariables.Check(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))).Build());
}
