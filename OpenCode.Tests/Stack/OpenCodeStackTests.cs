using System.Text.Json.Nodes;
using OpenCode.AppHost.Stack;
using static OpenCode.Tests.Stack.SettingsFixture;

namespace OpenCode.Tests.Stack;

public sealed class OpenCodeStackTests
{
    [Theory]
    [InlineData(false, new[] { "opencode", "bridge" })]
    [InlineData(true, new[] { "opencode", "bridge", "model" })]
    public void Services_are_those_of_the_contract(bool demo, string[] names) =>
        Assert.Equal(names, Model(demo).Services.Select(service => service.Name));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_name_that_a_part_mentions_exists(bool demo)
    {
        var model = Model(demo);
        foreach (var service in model.Services)
        {
            Assert.All(service.WaitsFor, name => model.Service(name));
            Assert.All(service.Mounts, mount => model.Volume(mount.Volume));
            Assert.All(service.Environment.Select(variable => variable.Value).Concat(service.Arguments), value => Resolve(model, value));
            if (service.Health.Credentials is { } credentials)
            {
                model.Secret(credentials.PasswordSecret);
            }
        }

        static void Resolve(StackModel model, Value value)
        {
            _ = value switch
            {
                Value.SecretValue secret => (object)model.Secret(secret.Secret),
                Value.ServiceUrl url => model.Service(url.Service),
                Value.Folder folder => model.Volume(folder.Volume),
                Value.FilePath file => model.ConfigFile(file.ConfigFile),
                _ => value,
            };
        }
    }

    [Fact]
    public void Own_ntfy_server_is_a_service_and_the_bridge_is_pointed_at_it()
    {
        var model = Model(values: ("Stack:Ntfy:SelfHosted", "true"));

        Assert.Equal(["opencode", "bridge", "ntfy"], model.Services.Select(service => service.Name));
        var bridge = model.Service("bridge");
        Assert.Equal(new Value.ServiceUrl("ntfy", "/opencode"), Assert.Single(bridge.Environment, variable => variable.Name == "NTFY_TOPIC").Value);
        Assert.DoesNotContain(model.Secrets, secret => secret.Variable == "NTFY_TOPIC");
        Assert.Contains("ntfy", bridge.WaitsFor);
    }

    [Fact]
    public void Agent_is_told_no_secret_of_the_bridge()
    {
        var model = Model();
        var told = Secrets(model.Service("opencode"));

        Assert.Equal(["opencode-password"], told);
        Assert.Contains("bridge-password", Secrets(model.Service("bridge")));
    }

    [Fact]
    public void Agent_is_told_the_provider_keys_and_the_bridge_is_not()
    {
        var model = Model(values: ("Stack:OpenCode:Providers:openai", "OPENAI_API_KEY"));

        Assert.Contains("openai-api-key", Secrets(model.Service("opencode")));
        Assert.DoesNotContain("openai-api-key", Secrets(model.Service("bridge")));
        Assert.Equal(SecretOrigin.Optional, model.Secret("openai-api-key").Origin);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Server_always_has_a_password(bool demo)
    {
        var model = Model(demo);
        var password = model.Service("opencode").Environment.Single(variable => variable.Name == "OPENCODE_SERVER_PASSWORD");

        Assert.Equal(new Value.SecretValue("opencode-password"), password.Value);
        Assert.Equal(SecretOrigin.Generated, model.Secret("opencode-password").Origin);
    }

    [Fact]
    public void No_secret_is_an_argument() =>
        Assert.DoesNotContain(Model(demo: true).Services.SelectMany(service => service.Arguments), value => value is Value.SecretValue);

    [Fact]
    public void Demo_takes_free_ports_and_keeps_its_data_apart()
    {
        var model = Model(demo: true);

        Assert.All(model.Services, service => Assert.Equal(0, service.Endpoint.Port));
        Assert.Equal("/solution/.run/demo/data", model.Volume("data").HostPath);
        Assert.Equal("/solution/.run/demo/workspaces", model.Volume("workspaces").HostPath);
    }

    [Fact]
    public void Demo_respects_a_port_and_a_folder_that_were_asked_for()
    {
        var model = Model(demo: true, ("Stack:OpenCode:Port", "5000"), ("Stack:Data:Path", "~/data"), ("Stack:Workspaces:Path", "work"));

        Assert.Equal(5000, model.Service("opencode").Endpoint.Port);
        Assert.Equal("/home/me/data", model.Volume("data").HostPath);
        Assert.Equal("/solution/work", model.Volume("workspaces").HostPath);
    }

    [Fact]
    public void Data_lies_in_the_users_data_folder_by_default() =>
        Assert.Equal("/home/me/.local/share/opencode-stack/data", Model().Volume("data").HostPath);

    [Fact]
    public void Config_file_has_the_keys_that_the_server_reads_and_the_pass_through_wins()
    {
        var config = Config(Model(values: ("Stack:OpenCode:Config", """{"share":"manual","mcp":{"x":{"type":"local","command":["a"]}}}""")));

        Assert.Equal("https://opencode.ai/config.json", (string?)config["$schema"]);
        Assert.Equal("anthropic/claude-sonnet-4-20250514", (string?)config["model"]);
        Assert.Equal("manual", (string?)config["share"]);
        Assert.Equal("local", (string?)config["mcp"]!["x"]!["type"]);
    }

    [Fact]
    public void Demo_config_points_at_the_scripted_model_and_asks_for_bash()
    {
        var model = Model(demo: true);
        var config = Config(model);

        Assert.Equal("scripted/scripted-1", (string?)config["model"]);
        Assert.Equal("{env:SCRIPTED_MODEL_URL}", (string?)config["provider"]!["scripted"]!["options"]!["baseURL"]);
        Assert.Equal("ask", (string?)config["permission"]!["bash"]);
        Assert.Contains(new EnvironmentVariable("SCRIPTED_MODEL_URL", new Value.ServiceUrl("model", "/v1")), model.Service("opencode").Environment);
    }

    [Fact]
    public void Bridge_variables_are_passed_on()
    {
        var bridge = Model(values: ("Stack:Bridge:Environment:ALERT_GRACE", "5s")).Service("bridge");

        Assert.Contains(new EnvironmentVariable("ALERT_GRACE", "5s"), bridge.Environment);
    }

    private static string[] Secrets(Service service) =>
        [.. service.Environment.Select(variable => variable.Value).OfType<Value.SecretValue>().Select(value => value.Secret)];

    private static JsonObject Config(StackModel model) =>
        JsonNode.Parse(Assert.Single(model.ConfigFiles).Content)!.AsObject();
}
