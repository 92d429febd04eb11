using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Channels;

internal static class ChannelExtensions
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>The channels that are set up. A new one is a file and a line here.</summary>
    public static void AddChannels(this IServiceCollection services, ChannelSettings channels)
    {
        services.TryAddSingleton(new ChannelTimings());
        services.AddSingleton<ChannelHttp>();
        services.AddChannel<NtfyChannel>(NtfyChannel.ChannelName, channels.Ntfy?.Topic);
        services.AddChannel<DiscordChannel>(DiscordChannel.ChannelName, channels.Discord?.Url);
        services.AddChannel<WebhookChannel>(WebhookChannel.ChannelName, channels.Webhook?.Url);
        if (channels.Ntfy is not { } ntfy)
        {
            return;
        }

        services.AddHostedService<DeadMan>();
        if (ntfy.ReplyTopic is { } replies)
        {
            services.AddClient(ReplyTopicReader.ClientName, replies);
            services.AddHostedService<ReplyTopicReader>();
        }
    }

    private static void AddChannel<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TChannel>(
        this IServiceCollection services,
        string name,
        Uri? url)
        where TChannel : class, IChannel
    {
        if (url is null)
        {
            return;
        }

        services.AddSingleton<TChannel>();
        services.AddSingleton<IChannel>(provider => provider.GetRequiredService<TChannel>());
        services.AddClient(ChannelHttp.ClientName(name), url);
    }

    private static void AddClient(this IServiceCollection services, string name, Uri url) =>
        services.AddChannelClient(name, (_, handler) => handler.UseProxy = !url.IsLoopback);

    /// <summary>A client that tells nobody more than it must.</summary>
    public static void AddChannelClient(this IServiceCollection services, string name, Action<IServiceProvider, SocketsHttpHandler> configure) =>
        services.AddHttpClient(name, client =>
            {
                // The caller has its own, which knows the bridge's clock.
                client.Timeout = Timeout.InfiniteTimeSpan;
                client.MaxResponseContentBufferSize = LongestAnswer;
                client.DefaultRequestHeaders.UserAgent.ParseAdd("OpenCode-Bridge");
            })
            .ConfigurePrimaryHttpMessageHandler(provider =>
            {
                var handler = new SocketsHttpHandler
                {
                    // A redirect would take tokens and texts to another address.
                    AllowAutoRedirect = false,
                    UseCookies = false,
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                    ResponseDrainTimeout = TimeSpan.Zero,
                    // No span: its URL would hold the secret of a topic or a webhook. And a stranger gets no trace id.
                    ActivityHeadersPropagator = null,
                };
                configure(provider, handler);
                return handler;
            })
            .RemoveAllLoggers();
}
