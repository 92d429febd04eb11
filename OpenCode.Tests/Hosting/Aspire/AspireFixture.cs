using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using OpenCode.AppHost.Hosting;
using OpenCode.AppHost.Hosting.Aspire;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Stack;
using OpenCode.Tests.Stack;

namespace OpenCode.Tests.Hosting.Aspire;

/// <summary>The model as Aspire resources, without anything being started.</summary>
internal static class AspireFixture
{
    public const string Password = "correct-horse-battery";

    /// <summary>As appsettings.json has it.</summary>
    public static readonly (string Key, string? Value) Digest = ("Stack:OpenCode:Digest", StackSettings.DefaultDigest);

    public static SecretValues Secrets { get; } = new(new Dictionary<string, SecretValues.Entry>
    {
        [OpenCodeService.Password.Name] = new(Password, "a test"),
        [BridgeService.Password.Name] = new($"{Password}-of-the-bridge", "a test"),
        ["ntfy-token"] = new("tk_secret", "a test"),
    });

    public static RunFolder Run { get; } = new("/solution/.run");

    public static Deployment Deployment(params (string Key, string? Value)[] settings) =>
        new(SettingsFixture.Model(values: settings), SettingsFixture.Read(settings));

    /// <param name="openCode">Null: in a container.</param>
    public static IDistributedApplicationBuilder Render(
        StackModel model, IReadOnlyDictionary<string, int> ports, SecretValues secrets, string? openCode, ContainerUser? user = null)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
        {
            AssemblyName = typeof(AspireStack).Assembly.GetName().Name,
            DisableDashboard = true,
        });
        builder.Configuration["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = "http://127.0.0.1:4318";
        new AspireStack(builder, model, secrets, Run, ports, openCode, user).AddTo(new HttpClient(), TimeProvider.System);

        // In a run DCP does this.
        foreach (var endpoint in builder.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()).Where(endpoint => endpoint.Port is not null))
        {
            endpoint.AllocatedEndpoint = new AllocatedEndpoint(endpoint, endpoint.TargetHost, endpoint.Port!.Value);
        }

        return builder;
    }

    public static async Task<IReadOnlyList<string>> ArgumentsAsync(IResource resource)
    {
        var arguments = new List<object>();
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(new CommandLineArgsCallbackContext(arguments, resource));
        }

        return await Task.WhenAll(arguments.Select(TextAsync));
    }

    public static async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(IResource resource)
    {
        var texts = new Dictionary<string, string>();
        foreach (var (name, value) in await RawEnvironmentAsync(resource))
        {
            texts[name] = await TextAsync(value);
        }

        return texts;
    }

    /// <summary>Values as the resource has them: references where a text is not known before the start.</summary>
    public static async Task<Dictionary<string, object>> RawEnvironmentAsync(IResource resource)
    {
        var context = new EnvironmentCallbackContext(new(DistributedApplicationOperation.Run), resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        return context.EnvironmentVariables;
    }

    public static T Resource<T>(this IDistributedApplicationBuilder builder, string name)
        where T : IResource =>
        builder.Resources.OfType<T>().Single(resource => resource.Name == name);

    private static async Task<string> TextAsync(object value) =>
        value is IValueProvider provider ? await provider.GetValueAsync(TestContext.Current.CancellationToken) ?? string.Empty : $"{value}";
}
