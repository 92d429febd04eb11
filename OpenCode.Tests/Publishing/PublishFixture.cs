using Microsoft.Extensions.Configuration;
using OpenCode.AppHost.CommandLine;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Flux;
using OpenCode.AppHost.Stack;
using OpenCode.Tests.Stack;

namespace OpenCode.Tests.Publishing;

/// <summary>Deployments from the shipped settings and a few of the test's own; nothing of the machine's has a say.</summary>
internal static class PublishFixture
{
    public static readonly IPublishFormat Flux = new FluxFormat();

    public static Deployment Deployment(params IEnumerable<(string Key, string? Value)> values)
    {
        var settings = StackSettings.Read(new ConfigurationBuilder()
            .Add(new StackJsonSource(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: false))
            .AddInMemoryCollection(values.Select(pair => new KeyValuePair<string, string?>(pair.Key, pair.Value)))
            .Build());
        return new Deployment(OpenCodeStack.Create(settings, SettingsFixture.Places), settings);
    }

    /// <summary>Rendered, and held against the rules.</summary>
    public static Rendering Render(params IEnumerable<(string Key, string? Value)> values) => Publisher.Render(Flux, Deployment(values));

    /// <summary>One instance with these keys of <c>Stack:Cluster</c>.</summary>
    public static Rendering RenderCluster(params IEnumerable<(string Key, string? Value)> values) =>
        Render(values.Select(pair => ($"Stack:Cluster:{pair.Key}", pair.Value)));

    public static string Text(this Rendering rendering, string path) => Assert.Single(rendering.Files, file => file.Path == path).Text;
}
