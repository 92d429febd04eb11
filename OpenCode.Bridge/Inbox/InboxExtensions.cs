using OpenCode.Bridge.Inbox.Security;

namespace OpenCode.Bridge.Inbox;

internal static class InboxExtensions
{
    public static void AddInbox(this IServiceCollection services) => services.AddSingleton<FailedLogins>();

    /// <summary>Guards everything that is mapped afterwards; each says for itself what it lets pass.</summary>
    public static void UseInboxSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<HostGuard>();
        app.UseMiddleware<ChangeGuard>();
        app.UseMiddleware<BasicAuth>();
        app.UseMiddleware<JsonGuard>();
    }

    public static void MapInbox(this WebApplication app)
    {
        app.MapInboxPage();
        app.MapInboxApi();
    }
}
