using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.CommandLine;

/// <summary>Bad input through the real entrance: exit code 2 and a line that names the cause, before anything starts.</summary>
public sealed class AppHostCommandTests
{
    [Theory]
    [InlineData("--Stack:OpenCode:Port=abc", "error: Stack:OpenCode:Port: 'abc' is not a port: 0 (a free one) to 65535")]
    [InlineData("--Stack:OpenCode:Port=70000", "error: Stack:OpenCode:Port: '70000' is not a port: 0 (a free one) to 65535")]
    [InlineData("--Stack:OpenCode:Porrt=1", "error: Stack:OpenCode:Porrt: unknown setting; did you mean Stack:OpenCode:Port?")]
    [InlineData("--Stack:OpenCode:Port", "error: --Stack:OpenCode:Port: write it as --Stack:OpenCode:Port=value")]
    [InlineData("--Stack:Ntfy:SelfHosted=maybe", "error: Stack:Ntfy:SelfHosted: 'maybe' is not true or false")]
    [InlineData("--Stack:Ntfy:Host=a b", "error: Stack:Ntfy:Host: 'a b' is not a host name in lower case without scheme, port or path, such as oc.example.org or oc.${SECRET_DOMAIN}")]
#if !ASPIRE
    [InlineData("--Stack:Ntfy:SelfHosted=true", "error: Stack:Ntfy:SelfHosted: needs Aspire and a container runtime, and this build has none of Aspire's packages; leave it out")]
    [InlineData("--Stack:OpenCode:Runtime=container", "error: Stack:OpenCode:Runtime: 'container' needs Aspire, and this build has none of its packages; use 'process' or 'auto'")]
#endif
    public async Task Bad_setting_ends_with_exit_code_2_and_its_name(string argument, string line)
    {
        var (exitCode, error) = await InvokeAsync(argument);

        Assert.Equal(2, exitCode);
        Assert.Equal(line, error.Trim());
    }

    [Theory]
    [InlineData("--dmeo")]
    [InlineData("publishh")]
    public async Task Unknown_argument_ends_with_exit_code_2_and_its_name(string argument)
    {
        var (exitCode, error) = await InvokeAsync(argument);

        Assert.Equal(2, exitCode);
        Assert.Contains(argument, error, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Error)> InvokeAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        return (await AppHostCommand.InvokeAsync(arguments, output, error), error.ToString());
    }
}
