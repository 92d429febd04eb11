using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Inbox.Security;

/// <summary>Basic auth for everything but the probes and what a token stands for, compared in constant time. Failed logins, and only those, wait.</summary>
internal sealed class BasicAuth(RequestDelegate next, BridgeSettings settings, FailedLogins failures)
{
    private static readonly object UserKey = new();

    private readonly byte[]? expected = settings.Login is { } login ? Hash($"{login.UserName}:{login.Password}") : null;

    /// <summary>Who calls; <c>inbox</c> while no password is set.</summary>
    public static string UserOf(HttpContext context) => context.Items[UserKey] as string ?? "inbox";

    public async Task InvokeAsync(HttpContext context)
    {
        if (expected is null || context.Request.IsOpen() || context.Request.IsByToken())
        {
            await next(context);
            return;
        }

        var given = Credentials(context.Request);
        if (given is not null && CryptographicOperations.FixedTimeEquals(Hash(given), expected))
        {
            context.Items[UserKey] = settings.Login!.UserName;
            await next(context);
            return;
        }

        // A browser's first call carries nothing and is no guess.
        if (given is not null)
        {
            await failures.SlowDownAsync(context.Connection.RemoteIpAddress, context.RequestAborted);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = "Basic realm=\"OpenCode bridge\", charset=\"UTF-8\"";
    }

    private static string? Credentials(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !string.Equals(header.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var bytes = new byte[(header.Parameter ?? "").Length];
        return Convert.TryFromBase64String(header.Parameter ?? "", bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }

    // Of equal length whatever was given, so that the comparison tells nothing about the length either.
    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}

internal static class BasicAuthExtensions
{
    /// <inheritdoc cref="BasicAuth.UserOf"/>
    public static string UserName(this HttpContext context) => BasicAuth.UserOf(context);
}
