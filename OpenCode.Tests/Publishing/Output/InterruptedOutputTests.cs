using OpenCode.AppHost;
using OpenCode.AppHost.Publishing.Output;

namespace OpenCode.Tests.Publishing.Output;

/// <summary>What a publish finds after one that did not end, or where it must not write: exit code 2, and nothing is touched.</summary>
public sealed class InterruptedOutputTests
{
    private const string Release = "kubernetes/apps/default/opencode/app/helmrelease.yaml";

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(801)]
    [InlineData(-1)]
    public void Half_written_file_is_named(int length)
    {
        using var folder = new OutputFolder();
        folder.Publish(PublishFixture.Render());
        var whole = folder.Read(Release);
        folder.Write(Release, length < 0 ? whole[..(whole.LastIndexOf('\n', whole.Length - 2) + 1)] : whole[..length]);

        AssertRefused(folder, Release);
    }

    [Fact]
    public void Half_written_file_of_other_settings_is_named()
    {
        using var folder = new OutputFolder();
        folder.Publish(PublishFixture.RenderCluster(("Workload", "deployment")));
        folder.Write(Release, folder.Read(Release)[..1500]);

        AssertRefused(folder, Release);
    }

    [Fact]
    public void Staging_folder_of_an_interrupted_publish_is_named()
    {
        using var folder = new OutputFolder();
        folder.Publish(PublishFixture.RenderCluster(("Workload", "deployment")));
        folder.Write($"{OutputWriter.Staging}/0", "---");

        AssertRefused(folder, OutputWriter.Staging);
    }

    [Fact]
    public void Folder_in_the_place_of_a_file_is_named()
    {
        using var folder = new OutputFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, Release));

        AssertRefused(folder, Release);
    }

    [Fact]
    public void File_in_the_place_of_the_output_folder_is_named()
    {
        using var folder = new OutputFolder();
        File.WriteAllText(folder.Path, "a file");

        var failure = Assert.Throws<HostFailure>(() => folder.Plan(PublishFixture.Render()));

        Assert.Equal((HostFailure.BadInput, $"{folder.Path}: is a file, not a folder"), (failure.ExitCode, failure.Message));
    }

    [Fact]
    public void File_in_the_place_of_an_inner_folder_is_named_and_nothing_is_left_behind()
    {
        using var folder = new OutputFolder();
        folder.Write("kubernetes/apps/default/opencode/shared", "a file");

        AssertRefused(folder, folder.Path);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "kubernetes/apps/default/opencode-bridge")));
    }

    [Fact]
    public void Folder_that_cannot_be_written_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/proc is a folder that nobody can write to");
        var rendering = PublishFixture.Render();
        const string Folder = "/proc/opencode";

        var failure = Assert.Throws<HostFailure>(() => new OutputWriter(Folder).Write(new OutputPlanner(Folder).Plan(rendering)));

        Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        Assert.StartsWith($"{Folder}: cannot be written: ", failure.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(OutputFolder folder, string culprit)
    {
        var before = folder.Snapshot();

        var failure = Assert.Throws<HostFailure>(() => folder.Publish(PublishFixture.Render()));

        Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        Assert.Contains(culprit, failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }
}
