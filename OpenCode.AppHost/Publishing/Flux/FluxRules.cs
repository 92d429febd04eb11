using OpenCode.AppHost.Publishing.Rules;

namespace OpenCode.AppHost.Publishing.Flux;

/// <summary>The invariants of a Flux tree.</summary>
internal static class FluxRules
{
    public static readonly IReadOnlyList<IRule> All = [];
}
