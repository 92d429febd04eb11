using System.Text.Json;
using Microsoft.Playwright;

namespace OpenCode.Tests.Bridge.Inbox;

/// <summary>The accessibility audit of axe-core, in the page as it is now.</summary>
internal static class Axe
{
    private static readonly string Engine = Path.Combine(AppContext.BaseDirectory, "axe.min.js");

    /// <summary>Every violation of WCAG 2.2 AA, with the elements that violate it.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        // By the debugger, as a person with developer tools would: the page's policy admits no script but its own.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Engine, TestContext.Current.CancellationToken) + "; undefined");
        var found = await page.EvaluateAsync<JsonElement>(
            "async () => (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations");
        return [.. found.EnumerateArray().SelectMany(violation => violation.GetProperty("nodes").EnumerateArray().Select(node =>
            $"{violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()} {node.GetProperty("failureSummary").GetString()}"))];
    }
}
