using Microsoft.Playwright;
using OpenCode.AppHost.CommandLine;

namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <summary>
/// Every run leaves its pictures below <c>artifacts/screenshots</c>; those of the documentation are replaced only when
/// somebody asks for it, because another machine's fonts make others.
/// </summary>
internal static class Pictures
{
    private static readonly bool ForDocs = Environment.GetEnvironmentVariable("INBOX_SCREENSHOTS") == "docs";

    public static async Task TakeAsync(IPage page, string view, string device, ColorScheme scheme, bool forDocs = true)
    {
        var name = (device, scheme) switch
        {
            (_, ColorScheme.Light) => $"{view}-{device}.png",
            ("phone", _) => $"{view}-dark.png",
            _ => $"{view}-{device}-dark.png",
        };
        var picture = await page.ScreenshotAsync(new() { Animations = ScreenshotAnimations.Disabled, Caret = ScreenshotCaret.Hide });
        await WriteAsync(Path.Combine(SolutionFolder.Find(), "artifacts", "screenshots"), name, picture);
        if (ForDocs && forDocs && (device, scheme) is not ("desk", ColorScheme.Dark))
        {
            await WriteAsync(Path.Combine(SolutionFolder.Find(), "docs", "images", "inbox"), name, SmallPng.From(picture));
        }
    }

    private static async Task WriteAsync(string folder, string name, byte[] picture)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), picture, TestContext.Current.CancellationToken);
    }
}
