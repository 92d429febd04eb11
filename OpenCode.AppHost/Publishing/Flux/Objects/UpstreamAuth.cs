using OpenCode.AppHost.Publishing.Apps;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>The Secret with the header that a gateway adds for an app.</summary>
internal static class UpstreamAuth
{
    /// <returns>Null where no route of the app adds it.</returns>
    public static AppSecret? Of(App app) => app.BasicAuth is { } auth && app.Routes.Any(route => route.AddsCredentials)
        ? new AppSecret(app.UpstreamAuthName,
        [
            new SecretEntry(
                "credential",
                $"Basic {{{{ printf \"%s:%s\" ({auth.UserTemplate}) .{auth.PasswordField} | b64enc }}}}",
                [auth.PasswordField],
                [],
                $"\"Basic $(printf '%s:%s' \"$USERNAME\" \"${auth.PasswordField.ToUpperInvariant()}\" | base64 -w0)\""),
        ])
        : null;
}
