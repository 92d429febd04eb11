using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OpenCode.Bridge.Channels.Push;

internal static class PushExtensions
{
    /// <summary>The channel that needs no setting: it is there as soon as a browser subscribes.</summary>
    public static void AddPush(this IServiceCollection services)
    {
        services.TryAddSingleton(new PushPolicy());
        services.AddSingleton<PushKeys>();
        services.AddSingleton<PushChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<PushChannel>());
        services.AddChannelClient(ChannelHttp.ClientName(PushChannel.ChannelName), (provider, handler) =>
        {
            var policy = provider.GetRequiredService<PushPolicy>();
            handler.UseProxy = !policy.Loopback;
            handler.ConnectCallback = (context, cancellationToken) => PushConnect.ConnectAsync(context, policy, cancellationToken);
        });
    }
}
