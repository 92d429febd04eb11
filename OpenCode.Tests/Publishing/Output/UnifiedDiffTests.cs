using System.Diagnostics;
using OpenCode.AppHost.Publishing.Output;

namespace OpenCode.Tests.Publishing.Output;

public sealed class UnifiedDiffTests
{
    [Fact]
    public void Change_is_shown_with_three_lines_around_it()
    {
        var before = string.Concat(Enumerable.Range(1, 12).Select(number => $"{number}\n"));

        Assert.Equal(
            "--- a/f\n+++ b/f\n@@ -3,7 +3,7 @@\n 3\n 4\n 5\n-6\n+six\n 7\n 8\n 9\n",
            UnifiedDiff.Of(new Change("f", before, before.Replace("6\n", "six\n", StringComparison.Ordinal))));
    }

    [Fact]
    public void Patch_of_a_dry_run_does_in_git_what_a_publish_does()
    {
        Assert.SkipUnless(TryGit(Path.GetTempPath(), "--version"), "git is not on PATH");
        using var published = new OutputFolder();
        using var patched = new OutputFolder();
        var (first, second) = (PublishFixture.RenderCluster(("External", "authentik-route"), ("Backup", "volsync")), PublishFixture.RenderCluster(("Workload", "deployment")));
        published.Publish(first);
        patched.Publish(first);
        var patch = Path.Combine(patched.Path, "..", "patch");
        File.WriteAllText(patch, string.Concat(patched.Plan(second).Changes.Select(UnifiedDiff.Of)));

        published.Publish(second);
        Assert.True(TryGit(patched.Path, "apply", "--unsafe-paths", "-p1", patch));

        Assert.Equal(published.Snapshot(), patched.Snapshot());
    }

    private static bool TryGit(string folder, params string[] arguments)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
            git.WaitForExit();
            return git.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
