using System.Net;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OpenCode.Bridge.Outbox;
using SQLitePCL;

namespace OpenCode.Tests.Bridge.Crash;

/// <summary>The real bridge on disks and files that fail it: it says what helps, goes on, and drops nothing.</summary>
public sealed class BadDiskTests
{
    [Fact]
    public async Task Alert_that_comes_while_the_disk_is_full_is_delivered_when_there_is_room_again()
    {
        using var disk = SmallDisk.MountOrSkip();
        await using var stage = await CrashStage.WithoutBridgeAsync(disk.Path);
        stage.Start();
        await HealthyAsync(stage);

        disk.Fill();
        stage.Server.AskPermission("per_1");
        await KeptAsync(stage, "cannot be written: the disk is full; make room on it");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await DecideAsync(stage));
        Assert.Single(stage.Server.Pending);

        disk.MakeRoom();
        await DeliveredAsync(stage);
        Assert.Equal(HttpStatusCode.OK, await DecideAsync(stage));
        Assert.Empty(stage.Server.Pending);
    }

    [Fact]
    public async Task Start_on_a_full_disk_goes_on_when_there_is_room()
    {
        using var disk = SmallDisk.MountOrSkip();
        await using var stage = await CrashStage.WithoutBridgeAsync(disk.Path);
        disk.Fill();
        stage.Start();

        stage.Server.AskPermission("per_1");
        await KeptAsync(stage, "the disk is full; make room on it");

        disk.MakeRoom();
        await DeliveredAsync(stage);
    }

    [Fact]
    public async Task Start_on_a_read_only_disk_goes_on_when_it_may_be_written()
    {
        using var disk = SmallDisk.MountOrSkip();
        await using var stage = await CrashStage.WithoutBridgeAsync(disk.Path);
        disk.SetReadOnly(true);
        stage.Start();

        stage.Server.AskPermission("per_1");
        await KeptAsync(stage, "it may not be written; let the bridge's user write its folder");

        disk.SetReadOnly(false);
        await DeliveredAsync(stage);
        // And nobody else may come in between.
        using var second = stage.StartSecond();
        await second.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, second.ExitCode);
    }

    [Fact]
    public async Task Restart_on_a_disk_that_turned_read_only_goes_on_when_it_may_be_written()
    {
        using var disk = SmallDisk.MountOrSkip();
        await using var stage = await CrashStage.WithoutBridgeAsync(disk.Path);
        stage.Start();
        await HealthyAsync(stage);
        await stage.Bridge.KillAsync();
        disk.SetReadOnly(true);
        stage.Start();

        stage.Server.AskPermission("per_1");
        await KeptAsync(stage, "it may not be written; let the bridge's user write its folder");

        disk.SetReadOnly(false);
        await DeliveredAsync(stage);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Folder_that_another_user_owns_is_told_with_what_helps()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "whoever is root may write everywhere");
        await using var stage = await CrashStage.WithoutBridgeAsync();
        var mode = File.GetUnixFileMode(stage.Data);
        File.SetUnixFileMode(stage.Data, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        stage.Start();

        stage.Server.AskPermission("per_1");
        await KeptAsync(stage, "it may not be written; let the bridge's user write its folder");

        File.SetUnixFileMode(stage.Data, mode);
        await DeliveredAsync(stage);
    }

    [Fact]
    public async Task Corrupt_file_is_kept_aside_and_told_and_alerts_go_on()
    {
        await using var stage = await CrashStage.WithoutBridgeAsync();
        var garbage = new byte[20_000];
        Random.Shared.NextBytes(garbage);
        await File.WriteAllBytesAsync(OutboxOf(stage), garbage, TestContext.Current.CancellationToken);
        stage.Start();

        stage.Server.AskPermission("per_1");
        await DeliveredAsync(stage);

        var aside = Assert.Single(Directory.GetFiles(stage.Data, "outbox.db.corrupt-*"));
        Assert.Equal(garbage, await File.ReadAllBytesAsync(aside, TestContext.Current.CancellationToken));
        Assert.Contains($"{OutboxOf(stage)} is corrupt; it is kept as {aside} and a new one is begun", stage.Bridge.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_of_a_newer_bridge_is_left_alone_until_somebody_moves_it_away()
    {
        await using var stage = await CrashStage.StartAsync();
        await stage.Bridge.KillAsync();
        SetSchema(stage, 99);
        stage.Start();

        stage.Server.AskPermission("per_1");
        await KeptAsync(stage, $"was written by a newer bridge (schema 99, this one knows {OutboxSchema.Version}); run that bridge again, or move the file away");

        var away = Directory.CreateDirectory(Path.Combine(stage.Data, "away")).FullName;
        foreach (var file in Directory.GetFiles(stage.Data, "outbox.db*"))
        {
            File.Move(file, Path.Combine(away, Path.GetFileName(file)));
        }

        await DeliveredAsync(stage);
    }

    /// <summary>The alert is known and nowhere else: the bridge says why, and its health does.</summary>
    private static async Task KeptAsync(CrashStage stage, string problem)
    {
        await stage.UntilAsync(async () => await stage.HealthAsync() == HttpStatusCode.ServiceUnavailable && (await stage.ReadAlertsAsync()).Count == 1);
        await stage.UntilAsync(() => Task.FromResult(stage.Bridge.Errors.Contains(problem, StringComparison.Ordinal)));
        Assert.Matches($@"outbox\.db [^\n]*{Regex.Escape(problem)}", stage.Bridge.Errors);
        Assert.Equal("open", Assert.Single(stage.Alerts).GetProperty("state").GetString());
        Assert.All(stage.Channels.Values, channel => Assert.DoesNotContain(channel.TakenCalls, taken => taken.Call.Body.Contains("ls -la", StringComparison.Ordinal)));
        Assert.False(stage.Bridge.HasExited);
    }

    /// <summary>Everybody was told of the alert, once, and the bridge is well.</summary>
    private static async Task DeliveredAsync(CrashStage stage)
    {
        await HealthyAsync(stage);
        await stage.UntilAsync(async () =>
            await stage.ReadAlertsAsync() is [var alert] && alert.GetProperty("deliveries").EnumerateArray().ToList() is { Count: 3 } deliveries
            && deliveries.TrueForAll(delivery => delivery.GetProperty("state").GetString() == "sent"));
        Assert.Equal("open", Assert.Single(stage.Alerts).GetProperty("state").GetString());
        Assert.Single(stage.Ntfy.Shown);
        Assert.Single(stage.Discord.Shown);
        Assert.Single(stage.Webhook.Taken);
    }

    private static Task HealthyAsync(CrashStage stage) => stage.UntilAsync(async () => await stage.HealthAsync() == HttpStatusCode.OK);

    private static async Task<HttpStatusCode> DecideAsync(CrashStage stage)
    {
        using var body = new StringContent("""{"decision":"once"}""", Encoding.UTF8, "application/json");
        var id = Assert.Single(stage.Alerts).GetProperty("id").GetString();
        using var response = await stage.Client.PostAsync(new Uri($"/api/alerts/{id}/decision", UriKind.Relative), body, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    private static void SetSchema(CrashStage stage, int version)
    {
        Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = OutboxOf(stage), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"pragma user_version = {version}";
        command.ExecuteNonQuery();
    }

    private static string OutboxOf(CrashStage stage) => Path.Combine(stage.Data, "outbox.db");
}
