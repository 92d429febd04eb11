using System.Globalization;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing.Apps;

/// <summary>Kubernetes probes that ask over HTTP.</summary>
internal static class HttpProbe
{
    /// <summary>For a path that is open to everyone.</summary>
    public static YamlMap Get(string path, int port, int periodSeconds, int timeoutSeconds, int failureThreshold) =>
        With(new YamlMap { ["httpGet"] = new YamlMap { ["path"] = path, ["port"] = port } }, periodSeconds, timeoutSeconds, failureThreshold);

    public static YamlMap With(YamlMap probe, int periodSeconds, int? timeoutSeconds, int failureThreshold)
    {
        probe["periodSeconds"] = periodSeconds;
        probe["timeoutSeconds"] = timeoutSeconds is { } seconds ? seconds : null;
        probe["failureThreshold"] = failureThreshold;
        return probe;
    }

    /// <summary>
    /// Asks as somebody who knows the password: a kubelet cannot, and everyone else is answered 401. The words are the
    /// container's variables, <c>$NAME</c> and never <c>${NAME}</c>, which Flux would fill in.
    /// </summary>
    public static YamlMap Ask(string path, int port, string userVariable, string passwordVariable) => new()
    {
        Anchor = "ask",
        ["command"] = YamlList.Of(
        [
            "sh",
            "-c",
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                wget -q -O /dev/null \
                  --header "Authorization: Basic $(printf '%s:%s' "${userVariable}" "${passwordVariable}" | base64 | tr -d '\n')" \
                  http://127.0.0.1:{port}{path}
                """),
        ]),
    };
}
