using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Outbox;

namespace OpenCode.Tests.Bridge.Outbox;

public sealed class UsageLedgerTests : IDisposable
{
    private readonly OutboxFixture outbox = new();
    private readonly AlertStore store;
    private readonly UsageLedger ledger;
    private bool stuck;

    public UsageLedgerTests()
    {
        store = new([new SilentServer()], new(), new NoJournal(), outbox.Telemetry, outbox.Time);
        ledger = new(outbox.Database, store);
    }

    [Fact]
    public async Task Store_may_write_while_a_message_is_counted()
    {
        // As the store does when it keeps a change: it writes and holds its lock.
        Thread? counting = null;
        store.Changed += () =>
        {
            counting ??= new Thread(() => ledger.Add("opencode", Given.Message("msg_2", "msg_1", 0))) { IsBackground = true };
            counting.Start();
            Assert.True(SpinWait.SpinUntil(() => counting.ThreadState.HasFlag(ThreadState.WaitSleepJoin), TimeSpan.FromSeconds(10)));
            outbox.Database.Write(session => session.Run("delete from used_tokens"));
        };

        stuck = true;
        await Task.Run(() => store.Apply("opencode", new SessionChanged(Given.Session("ses_1"))), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken);

        Assert.True(counting!.Join(TimeSpan.FromSeconds(10)));
        stuck = false;
        Assert.Equal((Given.Folder, 0.25, 15), (Assert.Single(ledger.List()).Directory, ledger.List()[0].Cost, ledger.List()[0].Tokens));
    }

    [Fact]
    public void What_is_older_than_the_page_shows_is_forgotten()
    {
        ledger.Add("opencode", Given.Message("msg_2", "msg_1", 0));
        ledger.Add("opencode", Given.Message("msg_3", "msg_1", TimeSpan.FromDays(2).TotalSeconds));

        outbox.Database.Write(session => UsageLedger.Forget(session, Given.Noon.AddDays(1) + UsageLedger.Retention));

        Assert.Equal(Given.Noon.AddDays(2), Assert.Single(ledger.List()).At);
    }

    public void Dispose()
    {
        // It would wait, too.
        if (!stuck)
        {
            outbox.Dispose();
        }
    }

    private sealed class SilentServer : IOpenCodeServer
    {
        public string Name => "opencode";

        public IAsyncEnumerable<ServerEvent> ReadEventsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<Snapshot> TakeSnapshotAsync(SnapshotScope scope, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<ReplyOutcome> ReplyAsync(OpenRequest request, Reply reply, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
