using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenCode.Bridge.Channels.Push;
using OpenCode.Bridge.Routing;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Outbox;

internal static class OutboxExtensions
{
    /// <summary>Beside the names of the servers, none of which may have it.</summary>
    public const string HealthName = "outbox";

    public static void AddOutbox(this IServiceCollection services)
    {
        services.AddSingleton<DataFolder>();
        services.AddSingleton<OutboxDatabase>();
        services.AddSingleton<Cursors>();
        services.AddSingleton<OutboxSignals>();
        services.AddSingleton<AlertOutbox>();
        services.AddSingleton<IAlertJournal>(provider => provider.GetRequiredService<AlertOutbox>());
        services.AddSingleton<AlertArchive>();
        services.AddSingleton<OutboxRestore>();
        services.AddSingleton<DeliveryQueue>();
        services.AddSingleton<ChannelStates>();
        services.AddSingleton<UsageLedger>();
        services.AddSingleton<PushSubscriptionStore>();
        services.AddSingleton<IPushSubscriptions>(provider => provider.GetRequiredService<PushSubscriptionStore>());
        services.AddSingleton<DecisionLedger>();
        services.TryAddSingleton(new DeliveryTimings());
        services.AddHostedService<OutboxKeeper>();
        services.AddHostedService<DeliveryWorkers>();
        services.TryAddSingleton<IDeliveryPlan, DeliveryPlan>();
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            HealthName,
            provider => ActivatorUtilities.CreateInstance<OutboxHealthCheck>(provider),
            HealthStatus.Unhealthy,
            null));
    }

    /// <summary>Takes the folder, or ends the start.</summary>
    /// <exception cref="Settings.SettingsException">The folder is no good.</exception>
    public static void UseOutbox(this WebApplication app)
    {
        app.Services.GetRequiredService<DataFolder>();
        app.Services.GetRequiredService<OutboxDatabase>().Open();
        app.Services.GetRequiredService<PushSubscriptionStore>().Load();
        app.Services.GetRequiredService<OutboxRestore>().Run();
    }
}
