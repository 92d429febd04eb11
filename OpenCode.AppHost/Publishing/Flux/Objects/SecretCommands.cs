using OpenCode.AppHost.Publishing.Apps;
using OpenCode.AppHost.Stack.Cluster;

namespace OpenCode.AppHost.Publishing.Flux.Objects;

/// <summary>How a person makes the Secrets of an app where no store does: commands with the shell's variables, no value.</summary>
internal static class SecretCommands
{
    /// <summary>Every Secret that an app's objects refer to.</summary>
    public static IEnumerable<AppSecret> Secrets(App app) =>
        [app.Secret, .. UpstreamAuth.Of(app) is { } auth ? [auth] : Array.Empty<AppSecret>(), .. ReplicationSourceFile.Secrets(app)];

    public static IEnumerable<string> For(App app) => Secrets(app).Select(secret =>
        $"kubectl -n {app.Namespace} create secret generic {secret.Name} "
        + string.Join(' ', secret.Entries.Where(entry => entry.Required.Count > 0).Select(entry => $"--from-literal={entry.Key}={entry.Example}"))
        + Username(secret));

    /// <summary>Keys that the commands leave out: who uses one adds <c>--from-literal=KEY=…</c>.</summary>
    public static IEnumerable<string> OptionalKeys(AppSecret secret) =>
        secret.Entries.Where(entry => entry.Required.Count == 0 && entry.Example[0] == '"').Select(entry => entry.Key);

    /// <summary>The same, for the head of a file.</summary>
    public static IReadOnlyList<string> Comments(App app) => app.Cluster.Secrets is SecretSource.Kubernetes
        ? ["No Secret stands in this tree. Make them once:", .. For(app)]
        : [];

    // Optional for a store, which has a default for it; the pod needs it.
    private static string Username(AppSecret secret) =>
        string.Concat(secret.Entries.Where(entry => entry.Required.Count == 0 && entry.Example[0] != '"').Select(entry => $" --from-literal={entry.Key}={entry.Example}"));
}
