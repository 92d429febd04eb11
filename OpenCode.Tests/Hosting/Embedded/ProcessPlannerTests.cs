using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Embedded;

namespace OpenCode.Tests.Hosting.Embedded;

public sealed class ProcessPlannerTests
{
    [Fact]
    public void Plan_of_an_npm_program_is_complete()
    {
        var plan = TestStack.Plan(TestStack.OpenCode);

        Assert.Equal("/tools/opencode", plan.Executable);
        Assert.Equal(["serve", "--hostname", "127.0.0.1", "--port", "4096"], plan.Arguments);
        Assert.Equal("/srv/data", plan.WorkingDirectory);
        Assert.Equal("/srv/data/share", plan.Value("XDG_DATA_HOME"));
        Assert.Equal("/srv/.run/config/config/opencode.json", plan.Value("OPENCODE_CONFIG"));
        Assert.Equal("http://127.0.0.1:4318", plan.Value("OTEL_EXPORTER_OTLP_ENDPOINT"));
    }

    [Fact]
    public void Plan_of_a_project_is_complete()
    {
        var plan = TestStack.Plan(TestStack.Bridge);

        Assert.Equal("/built/OpenCode.Bridge/debug/OpenCode.Bridge", plan.Executable);
        Assert.Equal("http://127.0.0.1:8081", plan.Value("ASPNETCORE_URLS"));
        Assert.Equal("http://127.0.0.1:4096/x", plan.Value("OPENCODE_URL"));
        Assert.Equal("/usr/share/dotnet", plan.Value("DOTNET_ROOT"));
        Assert.Equal("grpc", plan.Value("OTEL_EXPORTER_OTLP_PROTOCOL"));
        Assert.Equal("service.instance.id=abcd1234", plan.Value("OTEL_RESOURCE_ATTRIBUTES"));
        Assert.Equal("bridge-abcd1234", plan.ResourceName);
    }

    [Fact]
    public void Plan_flags_secrets_and_leaves_out_one_without_value()
    {
        var plan = TestStack.Plan(TestStack.OpenCode);

        var password = plan.Environment.Single(variable => variable.Name == "OPENCODE_SERVER_PASSWORD");
        Assert.Equal(TestStack.Password, password.Value);
        Assert.Equal("(secret opencode-password)", password.Shown);
        Assert.DoesNotContain(TestStack.Password, $"{password}", StringComparison.Ordinal);
        Assert.Equal("(secret otlp-key)", plan.Environment.Single(variable => variable.Name == "OTEL_EXPORTER_OTLP_HEADERS").Shown);
        Assert.Null(plan.Value("OPENAI_API_KEY"));
    }

    [Fact]
    public void Plan_prefers_the_stack_to_the_shell_and_hides_the_password_of_a_proxy()
    {
        var plan = TestStack.Plan(TestStack.OpenCode, new() { ["XDG_DATA_HOME"] = "/elsewhere", ["HTTP_PROXY"] = "http://me:pw@proxy", ["TZ"] = "UTC" });

        Assert.Equal("/srv/data/share", plan.Value("XDG_DATA_HOME"));
        Assert.Equal("http://me:pw@proxy", plan.Value("HTTP_PROXY"));
        Assert.DoesNotContain("pw", plan.Environment.Single(variable => variable.Name == "HTTP_PROXY").Shown, StringComparison.Ordinal);
        Assert.True(plan.Environment.Single(variable => variable.Name == "TZ").IsAmbient);
    }

    [Fact]
    public void Plan_refuses_a_secret_among_the_arguments()
    {
        var service = TestStack.OpenCode with { Arguments = [new AppHost.Stack.Value.SecretValue("opencode-password")] };

        Assert.Throws<InvalidOperationException>(() => TestStack.Plan(service));
    }

    [Fact]
    public void Choose_lets_neutral_variables_pass_and_nothing_else()
    {
        var chosen = AmbientEnvironment.Choose(new Dictionary<string, string?>
        {
            ["PATH"] = "/bin", ["HOME"] = "/home/me", ["LC_ALL"] = "C", ["https_proxy"] = "http://proxy", ["LANG"] = "",
            ["ANTHROPIC_API_KEY"] = "a", ["BRIDGE_PASSWORD"] = "b", ["GITHUB_TOKEN"] = "c", ["PATHOLOGY"] = "d", ["ASPNETCORE_URLS"] = "e", ["LCX"] = "f",
        });

        Assert.Equal(["HOME", "LC_ALL", "PATH", "https_proxy"], chosen.Keys);
    }

    [Fact]
    public void Verbatim_leaves_nothing_that_DCP_would_read_as_a_template()
    {
        Assert.Equal("a{{ \"{{\" }}b}}", DcpExecutable.Verbatim("a{{b}}"));
        Assert.Equal("plain", DcpExecutable.Verbatim("plain"));
    }
}
