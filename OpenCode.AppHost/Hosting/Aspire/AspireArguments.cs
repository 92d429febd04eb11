namespace OpenCode.AppHost.Hosting.Aspire;

/// <summary>
/// Aspire's own arguments among ours: <c>aspire run</c>, <c>aspire publish</c> and azd start the AppHost with them. Names:
/// <c>DistributedApplicationBuilder.ConfigurePipelineOptions</c>.
/// </summary>
internal static class AspireArguments
{
    private static readonly string[] s_names =
    [
        "--operation", "--publisher", "--step", "--output-path", "--log-level", "--include-exception-details", "--clear-cache", "--yes",
        "--environment", "--dcp-cli-path", "--dcp-container-runtime", "--dcp-dependency-check-timeout", "--dcp-dashboard-path",
    ];

    /// <returns>Aspire's arguments, each with its value, and all others, both in their order.</returns>
    public static (string[] Aspire, string[] Others) Split(IReadOnlyList<string> arguments)
    {
        var (aspire, others) = (new List<string>(), new List<string>());
        for (var i = 0; i < arguments.Count; i++)
        {
            if (!s_names.Contains(arguments[i].Split('=')[0]))
            {
                others.Add(arguments[i]);
                continue;
            }

            aspire.Add(arguments[i]);
            if (!arguments[i].Contains('=') && i + 1 < arguments.Count && !arguments[i + 1].StartsWith('-'))
            {
                aspire.Add(arguments[++i]);
            }
        }

        return ([.. aspire], [.. others]);
    }

    public static bool ArePublish(IReadOnlyList<string> aspire) =>
        Value(aspire, "--publisher") is not null || string.Equals(Value(aspire, "--operation"), "publish", StringComparison.OrdinalIgnoreCase);

    /// <summary>The manifest alone names parameters and needs none of their values.</summary>
    public static bool AreManifestOnly(IReadOnlyList<string> aspire) =>
        (Value(aspire, "--step") ?? (Value(aspire, "--publisher") is "manifest" ? "publish-manifest" : null)) is "publish-manifest";

    private static string? Value(IReadOnlyList<string> arguments, string name)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith(name + '=', StringComparison.Ordinal))
            {
                return arguments[i][(name.Length + 1)..];
            }

            if (arguments[i] == name && i + 1 < arguments.Count)
            {
                return arguments[i + 1];
            }
        }

        return null;
    }
}
