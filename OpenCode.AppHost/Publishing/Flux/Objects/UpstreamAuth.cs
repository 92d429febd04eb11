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
                $"Basic {{{{ printf \"%s:%s\" ({auth.UserTemplate}) .{SecretEntry.Field(auth.PasswordVariable)} | b64enc }}}}",
                [SecretEntry.Field(auth.PasswordVariable)],
                [],
                $"\"Basic $(printf '%s:%s' '{auth.User}' \"${auth.PasswordVariable}\" | base64 -w0)\""),
        ])
        : null;
}
