using Aspire.Hosting;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.AppHost.Stack;
#if ASPIRE_KUBERNETES
using OpenCode.AppHost.Hosting.Aspire.Kubernetes;
#endif

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary><c>aspire publish</c>, <c>-- --operation publish</c> and <c>-- --publisher manifest</c>: the same resources, written instead of run.</summary>
internal static class AspirePublish
{
    /// <param name="given">Values of secrets that somebody gave; a publish makes none up.</param>
    /// <param name="output">Where the step <c>publish</c> writes unless an argument says otherwise.</param>
    /// <exception cref="HostFailure">A parameter has no value: Aspire would ask on a terminal, and wait.</exception>
    public static async Task<int> RunAsync(
        StackModel model, SecretValues given, RunFolder run, string[] arguments, string output, TimeProvider time, CancellationToken stop)
    {
        var missing = model.Secrets.FirstOrDefault(secret => secret.Origin is SecretOrigin.Generated && given.Find(secret.Name) is null);
        if (missing is not null && !AspireArguments.AreManifestOnly(arguments))
        {
            throw new HostFailure($"Parameters:{missing.Name}: a publish needs its value: give it as {missing.Variable}, or --Parameters:{missing.Name}=value");
        }

        using var http = new HttpClient();
        var builder = DistributedApplication.CreateBuilder(arguments);
        new AspireStack(builder, model, given, run, new Dictionary<string, int>(), openCode: null).AddTo(http, time);
        AddSteps(builder, output);
#if ASPIRE_KUBERNETES
        if (!AspireArguments.AreManifestOnly(arguments))
        {
            HelmChart.AddTo(builder);
        }
#endif
        await using var application = builder.Build();
        try
        {
            await application.RunAsync(stop);
            return 0;
        }
        catch (DistributedApplicationException exception)
        {
            throw new HostFailure(exception.Message, HostFailure.Failed);
        }
    }

    /// <summary>Until there is a publisher for the cluster's tree, the step <c>publish</c> writes the manifest.</summary>
    public static void AddSteps(IDistributedApplicationBuilder builder, string output)
    {
        builder.Services.PostConfigure<PipelineOptions>(options => options.OutputPath ??= output);
        builder.Pipeline.AddStep(
            "publish-opencode",
            context => Task.CompletedTask,
            dependsOn: "publish-manifest",
            requiredBy: WellKnownPipelineSteps.Publish);
    }
}
