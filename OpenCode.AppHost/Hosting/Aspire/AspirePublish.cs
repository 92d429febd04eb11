using Aspire.Hosting;
using Aspire.Hosting.Pipelines;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Stack;
#if ASPIRE_KUBERNETES
using OpenCode.AppHost.Hosting.Aspire.Kubernetes;
#endif

namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>
/// <c>aspire publish</c> and <c>-- --operation publish</c>: the cluster's tree by the project's own publisher, and the Helm
/// chart where Aspire's Kubernetes package restores. <c>-- --publisher manifest</c>: the same resources as Aspire's manifest.
/// </summary>
internal static class AspirePublish
{
    /// <param name="given">Values of secrets that somebody gave; a publish makes none up.</param>
    /// <param name="output">Where the step <c>publish</c> writes unless an argument says otherwise.</param>
    /// <param name="writeTree">Writes the cluster's tree into a folder.</param>
    /// <exception cref="HostFailure">
    /// A parameter has no value: Aspire would ask on a terminal, and wait. Or a step failed.
    /// </exception>
    public static async Task<int> RunAsync(
        Deployment deployment,
        SecretValues given,
        RunFolder run,
        string[] arguments,
        string output,
        Func<string, Task> writeTree,
        TimeProvider time,
        CancellationToken stop)
    {
        var missing = deployment.Model.Secrets.FirstOrDefault(secret => secret.Origin is SecretOrigin.Generated && given.Find(secret.Name) is null);
        if (missing is not null && !AspireArguments.AreManifestOnly(arguments))
        {
            throw new HostFailure($"Parameters:{missing.Name}: a publish needs its value: give it as {missing.Variable}, or --Parameters:{missing.Name}=value");
        }

        using var http = new HttpClient();
        var builder = DistributedApplication.CreateBuilder(arguments);
        new AspireStack(builder, deployment.Model, given, run, new Dictionary<string, int>(), openCode: null).AddTo(http, time);
        builder.Services.PostConfigure<PipelineOptions>(options => options.OutputPath ??= output);
        HostFailure? failure = null;
        builder.Pipeline.AddStep("publish-tree", WriteTreeAsync, requiredBy: WellKnownPipelineSteps.Publish);
#if ASPIRE_KUBERNETES
        if (!AspireArguments.AreManifestOnly(arguments))
        {
            HelmChart.AddTo(builder, deployment);
        }
#endif
        await using var application = builder.Build();
        try
        {
            await application.RunAsync(stop);
        }
        catch (Exception exception) when (exception is DistributedApplicationException or InvalidOperationException)
        {
            throw failure ?? new HostFailure(exception.Message, HostFailure.Failed);
        }

        return failure is null ? 0 : throw failure;

        async Task WriteTreeAsync(PipelineStepContext context)
        {
            try
            {
                await writeTree(context.Services.GetRequiredService<IPipelineOutputService>().GetOutputDirectory());
            }
            catch (HostFailure broken)
            {
                failure = broken; // Aspire says of a step that it failed, and keeps why in its log
                throw;
            }
        }
    }
}
