using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Embedded;
using OpenCode.AppHost.Stack;
using OpenCode.Tests.Stack;
#if ASPIRE
using Aspire.Hosting.ApplicationModel;
using OpenCode.Tests.Hosting.Aspire;
#endif

namespace OpenCode.Tests.Hosting;

/// <summary>One model, two renderings: whoever changes hosts finds the same services at the same places.</summary>
public sealed class HostsAgreeTests
{
    private static readonly Dictionary<string, int> s_ports = new() { ["opencode"] = 4096, ["bridge"] = 8081, ["model"] = 8082 };

    // What a host adds for its own sake: telemetry, and how a .NET program finds its runtime and writes its log.
    private static readonly string[] s_ofTheHost = ["OTEL_", "DOTNET_", "LOGGING__", "ASPNETCORE_FORWARDEDHEADERS_ENABLED"];

    private static readonly SecretValues s_secrets = new(new Dictionary<string, SecretValues.Entry>
    {
        ["opencode-password"] = new("password-of-the-server", "a test"),
        ["bridge-password"] = new("password-of-the-bridge", "a test"),
        ["ntfy-token"] = new("token", "a test"),
    });

    /// <param name="Environment">The stack's own variables and their values.</param>
    private sealed record Rendering(string Name, Uri Url, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Embedded_host_says_what_the_model_says(bool demo)
    {
        var model = SettingsFixture.Model(demo);

        foreach (var (service, rendering) in model.Services.Zip(Embedded(model)))
        {
            Assert.Equal(service.Name, rendering.Name);
            Assert.Equal(service.Arguments.Count, rendering.Arguments.Count);
            Assert.Equal(
                service.Environment.Where(variable => variable.Value is not Value.SecretValue secret || s_secrets.Find(secret.Secret) is not null)
                    .Select(variable => variable.Name).Order(StringComparer.Ordinal),
                rendering.Environment.Keys);
        }
    }

#if ASPIRE
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Aspire_host_gives_the_same_names_addresses_arguments_and_environment(bool demo)
    {
        var model = SettingsFixture.Model(demo);
        var builder = AspireFixture.Render(model, s_ports, s_secrets, "/tools/opencode");

        foreach (var embedded in Embedded(model))
        {
            var resource = builder.Resource<IResourceWithEndpoints>(embedded.Name);
            Assert.Equal(embedded.Url, new Uri(new EndpointReference(resource, "http").Url));
            Assert.Equal(embedded.Arguments, await AspireFixture.ArgumentsAsync(resource));
            Assert.Equal(embedded.Environment, Own(await AspireFixture.EnvironmentAsync(resource)));
        }
    }
#endif

    private static IEnumerable<Rendering> Embedded(StackModel model)
    {
        var stack = new LocalStack(model, s_secrets, new RunFolder("/solution/.run"), new Toolchain("/tools/opencode", "/tools/dcp", "/tools/dashboard"));
        var planner = new ProcessPlanner(
            stack,
            service => new Uri($"http://127.0.0.1:{s_ports[service]}"),
            new Dictionary<string, string>(),
            new TelemetryTarget(new("http://127.0.0.1:4317"), new("http://127.0.0.1:4318"), "key"),
            "/usr/share/dotnet",
            project => $"/built/{project}");
        return model.Services.Select(service => planner.Plan(service, "abcd1234")).Select(plan => new Rendering(
            plan.Name, plan.Url, plan.Arguments, Own(plan.Environment.ToDictionary(variable => variable.Name, variable => variable.Value))));
    }

    private static SortedDictionary<string, string> Own(IEnumerable<KeyValuePair<string, string>> environment) => new(
        environment.Where(variable => !s_ofTheHost.Any(prefix => variable.Key.StartsWith(prefix, StringComparison.Ordinal)))
            .ToDictionary(variable => variable.Key, variable => variable.Value),
        StringComparer.Ordinal);
}
