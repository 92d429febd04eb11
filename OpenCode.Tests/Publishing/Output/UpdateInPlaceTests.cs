using OpenCode.AppHost;
using OpenCode.AppHost.Publishing.Output;
using OpenCode.Tests.Publishing.Flux;

namespace OpenCode.Tests.Publishing.Output;

/// <summary>Publishing into a home-ops repository that somebody lives in.</summary>
public sealed class UpdateInPlaceTests
{
    private const string List = "kubernetes/apps/default/kustomization.yaml";

    private const string TheirList = """
        ---
        # my apps
        apiVersion: kustomize.config.k8s.io/v1beta1
        kind: Kustomization
        namespace: default
        components:
          - ../../components/common   # brings the namespace
        resources:
          - ./echo/ks.yaml # keep me
          - "./zigbee2mqtt/ks.yaml"

        """;

    [Fact]
    public void New_folder_gets_the_tree_and_a_second_publish_changes_nothing()
    {
        using var folder = new OutputFolder();
        var rendering = PublishFixture.Render();

        Assert.All(folder.Publish(rendering).Changes, change => Assert.Null(change.Before));
        Assert.Equal(rendering.Files.ToDictionary(file => file.Path, file => file.Text), folder.Snapshot());
        Assert.Empty(folder.Publish(rendering).Changes);
    }

    [Fact]
    public void Entries_are_added_to_somebodys_list_and_everything_else_stays()
    {
        using var folder = new OutputFolder();
        folder.Write(List, TheirList);
        folder.Write("kubernetes/apps/default/echo/ks.yaml", "theirs");

        folder.Publish(PublishFixture.Render());

        Assert.Equal(
            TheirList.Replace("  - \"./zigbee2mqtt", "  - ./opencode/ks.yaml\n  - ./opencode-bridge/ks.yaml\n  - \"./zigbee2mqtt", StringComparison.Ordinal),
            folder.Read(List));
        Assert.Equal("theirs", folder.Read("kubernetes/apps/default/echo/ks.yaml"));
        Assert.DoesNotContain("kubernetes/apps/default/namespace.yaml", folder.Snapshot().Keys);
        Assert.Empty(folder.Publish(PublishFixture.Render()).Changes);
    }

    [Theory]
    [InlineData("kind: Kustomization\nresources:\n- ./b/ks.yaml\n- ./a/ks.yaml\n", "kind: Kustomization\nresources:\n- ./b/ks.yaml\n- ./a/ks.yaml\n- ./opencode/ks.yaml\n- ./opencode-bridge/ks.yaml\n")]
    [InlineData("kind: Kustomization\r\nresources:\r\n  - ./a/ks.yaml\r\n", "kind: Kustomization\r\nresources:\r\n  - ./a/ks.yaml\r\n  - ./opencode/ks.yaml\r\n  - ./opencode-bridge/ks.yaml\r\n")]
    [InlineData("kind: Kustomization\n", "kind: Kustomization\nresources:\n  - ./opencode/ks.yaml\n  - ./opencode-bridge/ks.yaml\n")]
    [InlineData("kind: Kustomization\nresources:\nlabels: []\n", "kind: Kustomization\nresources:\n  - ./opencode/ks.yaml\n  - ./opencode-bridge/ks.yaml\nlabels: []\n")]
    [InlineData("kind: Kustomization\nresources: [./opencode/ks.yaml, opencode-bridge/ks.yaml]\n", "kind: Kustomization\nresources: [./opencode/ks.yaml, opencode-bridge/ks.yaml]\n")]
    public void List_of_any_form_gets_the_entries_once(string before, string after)
    {
        using var folder = new OutputFolder();
        folder.Write(List, before);

        folder.Publish(PublishFixture.Render());

        Assert.Equal(after, folder.Read(List));
        Assert.Empty(folder.Publish(PublishFixture.Render()).Changes);
    }

    [Theory]
    [InlineData("kind: Kustomization\nnamespace: media\nresources: []\n", "sets the namespace 'media'")]
    [InlineData("kind: Kustomization\nresources: [./a/ks.yaml]\n", "write `resources` as a list of lines")]
    [InlineData("kind: Kustomization\nresources:\n  - ./a", "half-written")]
    [InlineData("kind: [", "half-written")]
    [InlineData("", "half-written")]
    public void List_that_cannot_be_added_to_is_named_and_nothing_is_touched(string before, string reason)
    {
        using var folder = new OutputFolder();
        folder.Write(List, before);

        var failure = Assert.Throws<HostFailure>(() => folder.Publish(PublishFixture.Render()));

        Assert.Equal(HostFailure.BadInput, failure.ExitCode);
        Assert.Contains(List, failure.Message, StringComparison.Ordinal);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        Assert.Equal([List], folder.Snapshot().Keys);
    }

    [Fact]
    public void Files_that_other_settings_gave_are_removed_and_other_peoples_files_stay()
    {
        using var folder = new OutputFolder();
        folder.Publish(PublishFixture.Render(("Stack:Cluster:External", "authentik-route"), ("Stack:Ntfy:SelfHosted", "true")));
        var theirs = folder.Write("kubernetes/apps/default/opencode/app/extra.yaml", "theirs");

        folder.Publish(PublishFixture.Render());

        Assert.True(File.Exists(theirs));
        File.Delete(theirs);
        Assert.Equal(PublishFixture.Render().Files.ToDictionary(file => file.Path, file => file.Text), folder.Snapshot());
        Assert.False(Directory.Exists(Path.Combine(folder.Path, "kubernetes/apps/default/opencode-ntfy")));
    }

    [Theory]
    [InlineData("Stack:Cluster:External", "public")]
    [InlineData("Stack:Cluster:External", "authentik-route")]
    [InlineData("Stack:Cluster:Egress", "192.168.1.10/32:8080")]
    [InlineData("Stack:Cluster:Backup", "volsync")]
    [InlineData("Stack:Cluster:Backup", "none")]
    [InlineData("Stack:Ntfy:SelfHosted", "true")]
    public void Other_settings_replace_the_first_and_the_first_replace_them(string key, string value)
    {
        using var folder = new OutputFolder();
        var first = PublishFixture.Render();
        folder.Publish(first);
        var before = folder.Snapshot();

        folder.Publish(PublishFixture.Render((key, value)));
        Assert.NotEqual(before, folder.Snapshot());
        folder.Publish(first);

        Assert.Equal(before, folder.Snapshot());
    }

    [Fact]
    public void Any_settings_are_published_over_any_others()
    {
        using var folder = new OutputFolder();
        var renderings = SettingsSpace.Combinations.Where(settings => SettingsSpace.Refusal(settings) is null && !settings.Any(pair => pair.Key.StartsWith("Stack:Instances", StringComparison.Ordinal)))
            .Select(settings => PublishFixture.Render(settings.Where(pair => pair.Key != "Stack:Cluster:Namespace")));

        Assert.All(renderings, rendering =>
        {
            folder.Publish(rendering);
            var written = folder.Snapshot();
            Assert.Equal(rendering.Files.Select(file => file.Path).Order(StringComparer.Ordinal), written.Keys.Order(StringComparer.Ordinal));
            Assert.All(rendering.Files.Where(file => file.Path != List), file => Assert.Equal(file.Text, written[file.Path]));
        });
    }

    [Fact]
    public void Second_instance_is_added_beside_the_first()
    {
        using var folder = new OutputFolder();
        folder.Publish(PublishFixture.Render(("Stack:Instances:0:Name", "alice")));
        folder.Publish(PublishFixture.Render(("Stack:Instances:0:Name", "alice"), ("Stack:Instances:1:Name", "bob")));

        Assert.Contains("  - ./alice/ks.yaml\n", folder.Read(List), StringComparison.Ordinal);
        Assert.Contains("  - ./bob/ks.yaml\n", folder.Read(List), StringComparison.Ordinal);
    }

    [Fact]
    public void Instance_that_no_setting_asks_for_is_left_as_it_is_and_told()
    {
        using var folder = new OutputFolder();
        var one = PublishFixture.Render(("Stack:Instances:0:Name", "alice"));
        folder.Publish(PublishFixture.Render(("Stack:Instances:0:Name", "alice"), ("Stack:Instances:1:Name", "bob"), ("Stack:Instances:1:Namespace", "ai")));
        folder.Write("kubernetes/apps/default/theirs/app/helmrelease.yaml", "kind: HelmRelease\n");
        var before = folder.Snapshot();

        folder.Publish(one);

        Assert.Equal(["kubernetes/apps/ai/bob"], LeftBehind.In(folder.Path, one));
        Assert.All(before.Where(file => file.Key.StartsWith("kubernetes/apps/ai/", StringComparison.Ordinal)), file => Assert.Equal(file.Value, folder.Read(file.Key)));
    }

    [Fact]
    public void Nothing_is_left_behind_where_every_instance_is_asked_for()
    {
        using var folder = new OutputFolder();
        var rendering = PublishFixture.Render();
        Assert.Empty(LeftBehind.In(folder.Path, rendering));

        folder.Publish(rendering);

        Assert.Empty(LeftBehind.In(folder.Path, rendering));
    }

    [Fact]
    public void Edited_file_of_ours_is_replaced()
    {
        using var folder = new OutputFolder();
        var rendering = PublishFixture.Render();
        folder.Publish(rendering);
        const string File = "kubernetes/apps/default/opencode/ks.yaml";
        folder.Write(File, folder.Read(File).Replace("1h", "30m", StringComparison.Ordinal));

        var change = Assert.Single(folder.Publish(rendering).Changes);

        Assert.Equal(File, change.Path);
        Assert.Equal(rendering.Text(File), folder.Read(File));
    }
}
