using OpenCode.Bridge.Inbox.Live;
using OpenCode.Bridge.Inbox.Security;
using OpenCode.Bridge.Inbox.Sessions;

namespace OpenCode.Bridge.Inbox;

internal static class InboxExtensions
{
    public static void AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<FailedLogins>();
        // Thousands of sessions are megabytes of JSON, and phones are on slow networks. What is compressed holds no secret
        // beside text of others' making, so its length tells nothing.
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = ["application/json"];
        });
        services.AddSingleton<SessionDesk>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
    }

    /// <summary>Guards everything that is mapped afterwards; each says for itself what it lets pass.</summary>
    public static void UseInboxSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<ChangeGuard>();
        app.UseMiddleware<BasicAuth>();
        app.UseMiddleware<JsonGuard>();
        app.UseResponseCompression();
    }

    public static void MapInbox(this WebApplication app)
    {
        app.MapInboxPage();
        app.MapInboxApi();
        app.MapLiveApi();
        app.MapSessionApi();
        app.MapStatusApi();
        app.MapPushApi();
    }
}
