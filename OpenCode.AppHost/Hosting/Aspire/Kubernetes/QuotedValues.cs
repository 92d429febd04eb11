using System.Text.RegularExpressions;
using Aspire.Hosting.Kubernetes;
using OpenCode.AppHost.Stack;

namespace OpenCode.AppHost.Hosting.Aspire.Kubernetes;

/// <summary>
/// Aspire writes <c>KEY: "{{ .Values.x }}"</c>: Helm fills in the value as it is, and the first quotation mark or line end in
/// it, as in our JSON, breaks the file. Here Helm quotes the value itself.
/// </summary>
internal static partial class QuotedValues
{
    // Without these everybody in the cluster could run commands.
    private static readonly string[] s_required = [OpenCodeService.Password.Variable, BridgeService.Password.Variable];

    public static void Apply(KubernetesResource service)
    {
        Quote(service.ConfigMap?.Data);
        Quote(service.Secret?.StringData);
    }

    private static void Quote(Dictionary<string, string>? values)
    {
        foreach (var (key, text) in values?.ToArray() ?? [])
        {
            if (OneValue().Match(text) is { Success: true } match)
            {
                var path = match.Groups[1].Value;
                var value = s_required.Contains(key) ? $"required \"{path} is missing\" {path}" : path;

                // A text that begins with "if" is the only one that Aspire does not put between quotation marks again.
                values![key] = $"{{{{ if true }}}}{{{{ {value} | toString | toJson }}}}{{{{ end }}}}";
            }
        }
    }

    [GeneratedRegex(@"^\{\{ *(\.Values\.[\w.]+) *\}\}$")]
    private static partial Regex OneValue();
}
