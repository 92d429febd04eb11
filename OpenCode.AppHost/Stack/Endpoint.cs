namespace OpenCode.AppHost.Stack;

/// <summary>The one HTTP endpoint of a service.</summary>
/// <param name="Port">1 to 65535, or 0 for a free one that the host chooses.</param>
/// <param name="Links">What a person opens there, most useful first.</param>
public sealed record Endpoint(int Port, IReadOnlyList<Link> Links)
{
    public const string Scheme = "http";
}

/// <summary>A named address below a service's endpoint.</summary>
/// <param name="Path">Absolute path, <c>/</c> for the endpoint itself.</param>
public sealed record Link(string Name, string Path);

/// <summary>
/// How to ask a service whether it works: <c>GET</c> <paramref name="Path"/> answers 200 with JSON. A page in HTML is
/// no answer: OpenCode serves its web UI, status 200, for every path it does not know.
/// </summary>
/// <param name="Credentials">Basic auth; null where the path is open.</param>
public sealed record HealthCheck(string Path, BasicCredentials? Credentials = null);

/// <param name="PasswordSecret">Name of the secret that holds the password.</param>
public sealed record BasicCredentials(string UserName, string PasswordSecret);
