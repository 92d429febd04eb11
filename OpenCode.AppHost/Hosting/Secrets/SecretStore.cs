using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Secrets;

/// <summary>
/// Finds the value of every secret: the AppHost's environment, then <c>Parameters:{name}</c> of the configuration (user
/// secrets among it), else a new one that is kept in user secrets.
/// </summary>
internal sealed class SecretStore(IConfiguration configuration, UserSecretsFile userSecrets)
{
    private const int GeneratedLength = 40;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <exception cref="HostFailure">A given value cannot be used, or a new one cannot be kept.</exception>
    public SecretValues Resolve(StackModel stack, bool demo)
    {
        var values = stack.Secrets
            .Select(secret => (secret, value: Given(secret)))
            .Where(pair => pair.value is not null)
            .ToDictionary(pair => pair.secret.Name, pair => pair.value!);

        var server = OpenCodeService.Password;
        var bridge = BridgeService.Password;
        if (demo && configuration[server.Variable] is { Length: > 0 } given && Given(bridge) is null)
        {
            // Whoever tries the demo with one password in the environment gets by with that one.
            values[bridge.Name] = given;
        }
        else if (values.TryGetValue(server.Name, out var password) && password == values.GetValueOrDefault(bridge.Name))
        {
            throw new HostFailure($"{bridge.Variable}: must differ from {server.Variable}, which the model's shell can read");
        }

        foreach (var secret in stack.Secrets.Where(secret => secret.Origin is SecretOrigin.Generated && !values.ContainsKey(secret.Name)))
        {
            values[secret.Name] = RandomNumberGenerator.GetString(Alphabet, GeneratedLength);
            userSecrets.Set(ParameterKey(secret), values[secret.Name]);
        }

        return new SecretValues(values);
    }

    private static string ParameterKey(Secret secret) => $"Parameters:{secret.Name}";

    private string? Given(Secret secret)
    {
        // Configuration holds the environment too: a plain name without a section is a variable.
        foreach (var key in (string[])[secret.Variable, ParameterKey(secret)])
        {
            if (configuration[key] is { Length: > 0 } value)
            {
                return value.Any(char.IsControl)
                    ? throw new HostFailure($"{key}: holds a line break or another control character; give it without")
                    : value;
            }
        }

        return null;
    }
}
