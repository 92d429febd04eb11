using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.UserSecrets;

namespace OpenCode.AppHost.CommandLine;

/// <summary>Where settings come from, the later over the earlier: appsettings.json, user secrets, environment, command line.</summary>
internal static class StackConfiguration
{
    /// <param name="arguments"><c>--Stack:…=value</c> and <c>--Parameters:…=value</c>, nothing else.</param>
    /// <exception cref="HostFailure">A file is not JSON.</exception>
    public static IConfigurationRoot Build(IReadOnlyList<string> arguments)
    {
        try
        {
            return new ConfigurationBuilder()
                .Add(new StackJsonSource(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false))
                .Add(new StackJsonSource(UserSecretsFile, optional: true))
                .AddEnvironmentVariables()
                .AddCommandLine([.. arguments])
                .Build();
        }
        catch (InvalidDataException exception)
        {
            throw new HostFailure(exception.InnerException is { } inner ? $"{exception.Message} {inner.Message}" : exception.Message);
        }
    }

    /// <summary>The file that <c>dotnet user-secrets --project OpenCode.AppHost</c> reads and writes.</summary>
    public static string UserSecretsFile
    {
        get
        {
            var id = typeof(StackConfiguration).Assembly.GetCustomAttribute<UserSecretsIdAttribute>()!.UserSecretsId;
            return PathHelper.GetSecretsPathFromSecretsId(id);
        }
    }
}
