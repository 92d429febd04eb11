using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Decisions;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Settings;

namespace OpenCode.Tests.Bridge.Outbox;

public sealed class OutboxFileTests : IDisposable
{
    private readonly OutboxFixture outbox = new();

    [Fact]
    public void Corrupt_file_is_kept_aside_and_a_new_one_begun()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete());
        var garbage = new byte[20_000];
        Random.Shared.NextBytes(garbage);
        outbox.Reopen(() => File.WriteAllBytes(outbox.File, garbage));

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_2"));

        Assert.Null(outbox.Database.Problem);
        Assert.NotNull(outbox.Take());
        Assert.Equal(garbage, File.ReadAllBytes(Assert.Single(Aside())));
    }

    [Fact]
    public void Broken_page_in_the_middle_is_found_at_the_start()
    {
        for (var index = 0; index < 200; index++)
        {
            outbox.Record(AlertChangeKind.Opened, outbox.Complete($"msg_{index}"));
        }

        outbox.Reopen(() =>
        {
            using var file = File.OpenWrite(outbox.File);
            for (var page = 5; page < 12; page++)
            {
                file.Position = page * 4096;
                file.Write(new byte[4096].AsSpan());
            }
        });

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_new"));

        Assert.Single(Aside());
        Assert.NotNull(outbox.Take());
    }

    [Fact]
    public void Checkpoint_moves_everything_into_the_file_and_only_then()
    {
        var alert = outbox.Complete();
        outbox.Record(AlertChangeKind.Opened, alert);
        var without = File.ReadAllBytes(outbox.File);

        outbox.Database.Checkpoint();

        var with = File.ReadAllBytes(outbox.File);
        Assert.Equal(-1, without.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(alert.Id)));
        Assert.NotEqual(-1, with.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(alert.Id)));
        // Without the log, as after a copy of the file alone.
        outbox.Reopen(() => File.WriteAllBytes(outbox.File, with));
        Assert.Equal(alert.Id, outbox.Take()!.Message.Alert.Id);
    }

    [Fact]
    public void Log_is_emptied_when_much_was_committed_and_nothing_goes_on()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_0"));
        var before = File.ReadAllBytes(outbox.File);
        outbox.Database.CheckpointWhenQuiet();
        outbox.Database.CheckpointWhenQuiet();
        Assert.Equal(before, File.ReadAllBytes(outbox.File));

        for (var index = 1; index <= 100; index++)
        {
            outbox.Record(AlertChangeKind.Opened, outbox.Complete($"msg_{index}"));
            outbox.Database.CheckpointWhenQuiet();
        }

        Assert.Equal(before, File.ReadAllBytes(outbox.File));
        outbox.Database.CheckpointWhenQuiet();
        Assert.NotEqual(before, File.ReadAllBytes(outbox.File));
    }

    [Fact]
    public void File_of_a_newer_bridge_is_left_as_it_is_and_changes_are_kept_meanwhile()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete());
        outbox.Database.Write(session => session.Run("pragma user_version = 99"));
        byte[] before = [];
        outbox.Reopen(() => before = File.ReadAllBytes(outbox.File));

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_2"));

        Assert.Contains($"written by a newer bridge (schema 99, this one knows {OutboxSchema.Version})", outbox.Database.Problem, StringComparison.Ordinal);
        Assert.Throws<OutboxException>(() => outbox.Take());
        Assert.False(outbox.Alerts.Flush());
        Assert.Equal(before, File.ReadAllBytes(outbox.File));
        Assert.Empty(Aside());
    }

    [Fact]
    public void Change_that_cannot_be_stored_is_stored_when_it_can()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_1"));
        outbox.Database.Write(session => session.Run("create trigger full before insert on deliveries begin select raise(abort, 'disk full'); end"));

        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_2"));
        Assert.NotNull(outbox.Database.Problem);
        Assert.Null(outbox.Database.Read(session => AlertTable.Find(session, outbox.Complete("msg_2").Id)));

        outbox.Database.Write(session => session.Run("drop trigger full"));
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_3"));
        Assert.True(outbox.Alerts.Flush());
        Assert.Equal(3, Enumerable.Range(0, 4).Count(_ => outbox.Take() is not null));
        Assert.Null(outbox.Database.Problem);
    }

    [Fact]
    public void Server_does_not_count_as_heard_while_a_change_of_it_is_not_stored()
    {
        var heard = outbox.Time.GetUtcNow();
        outbox.Alerts.Heard("opencode", heard);
        outbox.Database.Write(session => session.Run("create trigger full before insert on deliveries begin select raise(abort, 'disk full'); end"));
        outbox.Record(AlertChangeKind.Opened, outbox.Complete());

        outbox.Alerts.Heard("opencode", heard.AddHours(1));
        Assert.Equal(heard, new Cursors(outbox.Database).Watermark("opencode"));

        outbox.Database.Write(session => session.Run("drop trigger full"));
        Assert.True(outbox.Alerts.Flush());
        outbox.Alerts.Heard("opencode", heard.AddHours(1));
        Assert.Equal(heard.AddHours(1), new Cursors(outbox.Database).Watermark("opencode"));
    }

    [Fact]
    public void Decision_that_cannot_be_stored_says_so()
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);
        outbox.Database.Write(session => session.Run("create trigger full before insert on audit begin select raise(abort, 'disk full'); end"));

        Assert.Throws<OutboxException>(() => outbox.Ledger.Store(alert with { State = AlertState.Decided }, new(ReplyKind.Once), new("me", DecisionSource.Inbox)));

        Assert.Empty(outbox.Ledger.Pending());
        Assert.Equal(AlertState.Open, outbox.Database.Read(session => AlertTable.Find(session, alert.Id))!.State);
    }

    [Fact]
    public void Token_decides_once_also_after_a_restart()
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);
        var origin = new DecisionOrigin("link", DecisionSource.Token, "192.0.2.7", Token: "nonce");
        Assert.True(outbox.Ledger.Store(alert with { State = AlertState.Decided }, new(ReplyKind.Once), origin));

        outbox.Reopen();

        Assert.False(outbox.Ledger.Store(outbox.Permission("per_2") with { State = AlertState.Decided }, new(ReplyKind.Once), origin));
        Assert.Null(outbox.Database.Read(session => AlertTable.Find(session, outbox.Permission("per_2").Id)));
    }

    [Fact]
    public void Second_bridge_on_a_folder_is_refused()
    {
        var taken = Path.GetDirectoryName(outbox.File)!;

        var refused = Assert.Throws<SettingsException>(() => new DataFolder(OutboxFixture.Settings(taken)));

        Assert.Equal($"BRIDGE_DATA={taken} is in use by another bridge; allowed is a folder of its own for each", refused.Message);
    }

    [Fact]
    public void Folder_that_cannot_be_made_is_refused_by_name()
    {
        var file = Path.Combine(Path.GetDirectoryName(outbox.File)!, "file");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<SettingsException>(() => new DataFolder(OutboxFixture.Settings(Path.Combine(file, "data"))));

        Assert.StartsWith($"BRIDGE_DATA={file}/data cannot be made", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Files_are_nobody_elses_business()
    {
        using var parent = new TemporaryFolder();
        using var folder = new DataFolder(OutboxFixture.Settings(Path.Combine(parent.Path, "data")));
        using var database = new OutboxDatabase(folder, outbox.Time, NullLogger<OutboxDatabase>.Instance);
        database.Open();

        const UnixFileMode Others = (UnixFileMode)0b000_111_111;
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.Path) & Others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.In("outbox.db")) & Others);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder.In("outbox.db-wal")) & Others);
    }

    public void Dispose() => outbox.Dispose();

    private string[] Aside() => Directory.GetFiles(Path.GetDirectoryName(outbox.File)!, "*.corrupt-*Z");
}
