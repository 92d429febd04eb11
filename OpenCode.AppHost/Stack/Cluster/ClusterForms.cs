using System.Text.RegularExpressions;

namespace OpenCode.AppHost.Stack.Cluster;

/// <summary>The forms that Kubernetes asks of names. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/</summary>
internal static partial class ClusterForms
{
    public const string AllowedLabel = "a name of at most 63 lower-case letters, digits and hyphens, a letter or digit at both ends";
    public const string AllowedSubdomain = "a name of lower-case letters, digits, hyphens and dots";
    public const string AllowedHost = "a host name in lower case without scheme, port or path, such as oc.example.org or oc.${SECRET_DOMAIN}";
    public const string AllowedTimeZone = "a time zone of the IANA database, such as Europe/Berlin";
    public const string AllowedItem = "a name of letters, digits, spaces, dots, hyphens and underscores";

    public static bool IsLabel(string text) => text.Length <= 63 && LabelForm().IsMatch(text);

    public static bool IsSubdomain(string text) => text.Length <= 253 && text.Split('.').All(IsLabel);

    /// <summary>Variables that Flux fills in may stand in it; how long they become nobody knows here.</summary>
    public static bool IsHost(string text) =>
        text.Length <= 253 && HostForm().IsMatch(text) && text.Split('.').All(part => part.Contains('$', StringComparison.Ordinal) || IsLabel(part));

    public static bool IsServer(string text) => IsSubdomain(text) || (System.Net.IPAddress.TryParse(text, out var address) && address.ToString() == text);

    public static bool IsServerPath(string text) => ServerPathForm().IsMatch(text);

    public static bool IsItem(string text) => ItemForm().IsMatch(text);

    /// <summary>A name in the right form that this machine's database knows, where it has one.</summary>
    public static bool IsTimeZone(string text) =>
        TimeZoneForm().IsMatch(text)
        && (TimeZoneInfo.TryFindSystemTimeZoneById(text, out _) || !TimeZoneInfo.TryFindSystemTimeZoneById("Europe/Berlin", out _));

    public static string? LabelProblem(string key, string value) =>
        !LabelKeyForm().IsMatch(key) ? "must have a label's key, such as kubernetes.io/arch"
        : !LabelValueForm().IsMatch(value) ? "a label's value: at most 63 letters, digits, dots, hyphens and underscores"
        : null;

    public static string? AmountProblem(string key, string value) =>
        key is not ("cpu" or "memory" or "ephemeral-storage") && !ExtendedResourceForm().IsMatch(key) ? "must be cpu, memory, ephemeral-storage or a resource such as nvidia.com/gpu"
        : Quantity.Parse(value) is null ? Quantity.AllowedAmount
        : null;

    [GeneratedRegex("^[a-z0-9]([a-z0-9-]*[a-z0-9])?\\z")]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"^([a-z0-9.-]|\$\{[A-Z_][A-Z0-9_]*\})+\z")]
    private static partial Regex HostForm();

    [GeneratedRegex(@"^/[A-Za-z0-9/._ -]*\z")]
    private static partial Regex ServerPathForm();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9 ._-]{0,126}[A-Za-z0-9])?\z")]
    private static partial Regex ItemForm();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+){0,2}\z")]
    private static partial Regex TimeZoneForm();

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelKeyForm();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelValueForm();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?/[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex ExtendedResourceForm();
}
