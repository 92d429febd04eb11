using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenCode.AppHost.Stack;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Publishing;

/// <summary>What settings that run locally may lack or hold too much of for a cluster.</summary>
internal static partial class Publishable
{
    private const string FurtherServers = "OPENCODE_URL__";

    /// <exception cref="SettingsException">Something cannot be published; every problem is named.</exception>
    public static void Check(Deployment deployment)
    {
        var problems = Problems(deployment.Settings).ToList();
        if (problems.Count > 0)
        {
            throw new SettingsException(problems);
        }
    }

    private static IEnumerable<SettingProblem> Problems(StackSettings settings)
    {
        if (settings.Image.Digest is null)
        {
            yield return new SettingProblem("Stack:OpenCode:ImageDigest", null, $"a cluster runs a pinned image: give the digest of {settings.Image.Repository}:{settings.Image.Tag}");
        }

        if (!ImageForms.IsVersion(settings.Image.Tag))
        {
            yield return new SettingProblem("Stack:OpenCode:ImageTag", settings.Image.Tag, "a version such as 1.18.29: a cluster runs no tag that moves");
        }

        if (!ImageForms.IsVersion(settings.BridgeImage.Tag))
        {
            yield return new SettingProblem("Stack:Bridge:ImageTag", settings.BridgeImage.Tag, "a version such as 0.1.0: a cluster runs no tag that moves");
        }

        if (settings.BridgeImage is { Repository: StackSettings.DefaultBridgeImage, Digest: not StackSettings.UnknownDigest })
        {
            yield return new SettingProblem("Stack:Bridge:Image", settings.BridgeImage.Repository, "an image of yours: nobody publishes one there; give the repository that the digest belongs to, such as ghcr.io/<you>/opencode-bridge");
        }

        foreach (var (name, value) in settings.BridgeEnvironment)
        {
            if (name.StartsWith(FurtherServers, StringComparison.Ordinal))
            {
                yield return new SettingProblem($"Stack:Bridge:Environment:{name}", null, "in a cluster each instance has a bridge of its own; name further servers as Stack:Instances");
            }
            else if (value.Contains("{{", StringComparison.Ordinal) || value.Contains("${", StringComparison.Ordinal))
            {
                yield return new SettingProblem($"Stack:Bridge:Environment:{name}", value, "possible in a cluster: the chart fills in '{{…}}' and Flux '${…}'");
            }
        }

        foreach (var instance in settings.Instances.Where(instance => instance.Cluster.Affinity.ToJsonString() is var json && (json.Contains("{{", StringComparison.Ordinal) || json.Contains("${", StringComparison.Ordinal))))
        {
            yield return new SettingProblem("Stack:Cluster:Affinity", null, $"'{instance.Name}': the chart fills in '{{{{…}}}}' and Flux '${{…}}'");
        }

        foreach (var problem in ConfigProblems(settings, settings.Config, "Stack:OpenCode:Config", string.Empty))
        {
            yield return problem;
        }
    }

    // The configuration becomes a ConfigMap in a repository: whoever reads that reads it.
    private static IEnumerable<SettingProblem> ConfigProblems(StackSettings settings, JsonNode? node, string path, string key)
    {
        if (node is JsonObject map)
        {
            return map.SelectMany(pair => ConfigProblems(settings, pair.Value, $"{path}:{pair.Key}", pair.Key));
        }

        if (node is JsonArray list)
        {
            return list.SelectMany((item, index) => ConfigProblems(settings, item, $"{path}:{index}", key));
        }

        return node is JsonValue value && value.TryGetValue<string>(out var text) ? TextProblems(settings, text, path, key) : [];
    }

    private static IEnumerable<SettingProblem> TextProblems(StackSettings settings, string text, string path, string key)
    {
        foreach (var variable in Variable().Matches(text).Select(match => match.Groups[1].Value))
        {
            if (!settings.Providers.Values.Contains(variable) && !variable.StartsWith("OPENCODE_", StringComparison.Ordinal) && !variable.StartsWith("XDG_", StringComparison.Ordinal) && variable is not ("HOME" or "TZ"))
            {
                yield return new SettingProblem(path, null, $"the pod has no variable {variable}; add it as Stack:OpenCode:Providers:<name>={variable}");
            }
        }

        var literal = Variable().Replace(text, string.Empty).Trim();
        if ((SecretKey().IsMatch(key) && literal.Length > 0 && literal is not ("Bearer" or "Basic" or "none") && !text.Contains("{file:", StringComparison.Ordinal)) || SecretForms.StandsIn(literal))
        {
            yield return new SettingProblem(path, null, "looks like a secret, and the tree is for a repository; write {env:NAME} there and Stack:OpenCode:Providers:<name>=NAME");
        }
    }

    [GeneratedRegex(@"\{env:([A-Za-z_][A-Za-z0-9_]*)\}")]
    private static partial Regex Variable();

    [GeneratedRegex("(api[_-]?key|token|secret|password|passwd|authorization|credentials?|cookie|private[_-]?key)\\z", RegexOptions.IgnoreCase)]
    private static partial Regex SecretKey();
}
