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
    private const string UserSecrets = "dotnet user-secrets list --project OpenCode.AppHost";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <exception cref="HostFailure">A given value cannot be used, or a new one cannot be kept.</exception>
    public SecretValues Resolve(StackModel stack, bool demo)
    {
        var values = ReadGiven(stack);
        SettleBridgePassword(values, demo);
        foreach (var secret in stack.Secrets.Where(secret => secret.Origin is SecretOrigin.Generated && !values.ContainsKey(secret.Name)))
        {
            var value = RandomNumberGenerator.GetString(Alphabet, GeneratedLength);
            userSecrets.Set(ParameterKey(secret), value);
            values[secret.Name] = new(value, UserSecrets);
        }

        return new SecretValues(values);
    }

    /// <summary>What <see cref="Resolve"/> would refuse, without making or keeping anything.</summary>
    /// <exception cref="HostFailure">A given value cannot be used.</exception>
    public void Check(StackModel stack) => SettleBridgePassword(ReadGiven(stack), demo: false);

    /// <summary>Only what somebody gave: nothing is made up or kept.</summary>
    /// <exception cref="HostFailure">A given value cannot be used.</exception>
    public SecretValues Given(StackModel stack) => new(ReadGiven(stack));

    private Dictionary<string, SecretValues.Entry> ReadGiven(StackModel stack)
    {
        var values = new Dictionary<string, SecretValues.Entry>();
        foreach (var secret in stack.Secrets)
        {
            if (Given(secret) is { } entry)
            {
                values[secret.Name] = entry;
            }
        }

        return values;
    }

    private void SettleBridgePassword(Dictionary<string, SecretValues.Entry> values, bool demo)
    {
        var server = OpenCodeService.Password;
        var bridge = BridgeService.Password;
        if (demo && IsSet(server.Variable) && !IsSet(bridge.Variable))
        {
            // Whoever tries the demo with one password in the environment gets by with that one, also where an earlier
            // run keeps another for the bridge.
            values[bridge.Name] = values[server.Name];
        }
        else if (values.TryGetValue(server.Name, out var password) && values.TryGetValue(bridge.Name, out var own) && password.Value == own.Value)
        {
            throw new HostFailure($"{bridge.Variable}: must differ from {server.Variable}, which the model's shell can read");
        }
    }

    private static string ParameterKey(Secret secret) => $"Parameters:{secret.Name}";

    private bool IsSet(string key) => configuration[key] is { Length: > 0 };

    private SecretValues.Entry? Given(Secret secret)
    {
        // Configuration holds the environment too: a plain name without a section is a variable.
        foreach (var (key, source) in ((string, string)[])[(secret.Variable, secret.Variable), (ParameterKey(secret), UserSecrets)])
        {
            if (configuration[key] is { Length: > 0 } value)
            {
                return value.Any(char.IsControl)
                    ? throw new HostFailure($"{key}: holds a line break or another control character; give it without")
                    : new(value, source);
            }
        }

        return null;
    }
}
