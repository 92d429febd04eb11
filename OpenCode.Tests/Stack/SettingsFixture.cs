using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.Tests.Stack;

/// <summary>Settings and models without a file or an environment around them.</summary>
internal static class SettingsFixture
{
    public static readonly StackPlaces Places = new("/solution", "/home/me", "/home/me/.local/share", "/solution/.run/demo");

    public static StackSettings Read(params (string Key, string? Value)[] values) =>
        StackSettings.Read(new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
            .Build());

    public static IReadOnlyList<string> Problems(params (string Key, string? Value)[] values) =>
        [.. Assert.Throws<SettingsException>(() => Read(values)).Problems.Select(problem => problem.ToString())];

    public static StackModel Model(bool demo = false, params (string Key, string? Value)[] values) =>
        OpenCodeStack.Create(Read(values), Places, demo);
}
