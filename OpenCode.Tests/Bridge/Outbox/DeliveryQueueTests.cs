using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Tests.Bridge.Outbox;

public sealed class DeliveryQueueTests : IDisposable
{
    private readonly OutboxFixture outbox = new();

    [Fact]
    public void Request_waits_for_its_grace_time_on_every_channel()
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);

        Assert.Null(outbox.Take());
        Assert.Equal(outbox.Time.GetUtcNow() + OutboxFixture.Grace, outbox.Queue.NextDue("a"));
        outbox.Time.Advance(OutboxFixture.Grace);
        var (a, b) = (outbox.Take("a")!, outbox.Take("b")!);

        Assert.Equivalent(alert, a.Message.Alert);
        Assert.Equal((MessageReason.Opened, 1, null), (a.Message.Reason, a.Message.Revision, a.Message.Receipt));
        Assert.Equal(alert.Id, b.Message.Alert.Id);
        Assert.Null(outbox.Take());
    }

    [Fact]
    public void Request_that_is_answered_within_the_grace_time_is_dropped()
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);
        outbox.Record(AlertChangeKind.Closed, alert with { State = AlertState.Withdrawn });
        outbox.Time.Advance(OutboxFixture.Grace);

        Assert.Null(outbox.Take());
        Assert.Equal("dropped", outbox.Delivery(alert).State);
        Assert.Null(outbox.Queue.NextDue("a"));
    }

    [Fact]
    public void End_of_what_was_shown_is_sent_with_the_receipt_and_the_next_revision()
    {
        var alert = Shown(receipt: "message-7");

        outbox.Record(AlertChangeKind.Closed, alert with { State = AlertState.Decided, Decision = ReplyKind.Once, DecidedBy = "me" });
        var closing = outbox.Take()!;

        Assert.Equal((MessageReason.Closed, 2, "message-7"), (closing.Message.Reason, closing.Message.Revision, closing.Message.Receipt));
        Assert.Equal((AlertState.Decided, "me"), (closing.Message.Alert.State, closing.Message.Alert.DecidedBy));
    }

    [Fact]
    public void Newer_change_overtakes_one_that_waits()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Permission(title: "old"));
        outbox.Record(AlertChangeKind.Updated, outbox.Permission(title: "new"));
        outbox.Time.Advance(OutboxFixture.Grace);

        var lease = outbox.Take()!;
        Assert.Equal(("new", MessageReason.Opened, 1), (lease.Message.Alert.Title, lease.Message.Reason, lease.Message.Revision));
        Assert.Null(outbox.Take());
    }

    [Fact]
    public void Change_during_a_send_is_sent_afterwards()
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);
        outbox.Time.Advance(OutboxFixture.Grace);
        var opening = outbox.Take()!;

        outbox.Record(AlertChangeKind.Closed, alert with { State = AlertState.Withdrawn });
        Assert.Null(outbox.Take());
        outbox.Complete(opening, new SendResult.Accepted("r"));

        var closing = outbox.Take()!;
        Assert.Equal((MessageReason.Closed, 2, "r"), (closing.Message.Reason, closing.Message.Revision, closing.Message.Receipt));
        outbox.Complete(closing, new SendResult.Accepted());
        Assert.Null(outbox.Take());
        Assert.Equal("sent", outbox.Delivery(alert).State);
    }

    [Fact]
    public void Failed_message_waits_and_keeps_its_revision()
    {
        var alert = outbox.Complete();
        outbox.Record(AlertChangeKind.Opened, alert);

        outbox.Complete(outbox.Take()!, new SendResult.Failed("no answer"), retryIn: TimeSpan.FromSeconds(5));

        Assert.Equal(("pending", 1, "no answer"), Told(alert));
        Assert.Null(outbox.Take());
        outbox.Time.Advance(TimeSpan.FromSeconds(5));
        var again = outbox.Take()!;
        Assert.Equal((1, 2), (again.Message.Revision, again.Attempt));
        outbox.Complete(again, new SendResult.Accepted());
        Assert.Equal(("sent", 2, null), Told(alert));
    }

    [Fact]
    public void Refused_message_is_parked_and_seen_and_tried_with_the_next_change()
    {
        var alert = Shown();
        outbox.Record(AlertChangeKind.Reminded, alert with { RemindedAt = outbox.Time.GetUtcNow() });
        outbox.Complete(outbox.Take()!, new SendResult.Refused("the webhook is deleted"));

        Assert.Equal(("parked", 1, "the webhook is deleted"), Told(alert));
        Assert.Null(outbox.Take());
        Assert.Null(outbox.Queue.NextDue("a"));

        outbox.Record(AlertChangeKind.Closed, alert with { State = AlertState.Withdrawn });
        Assert.Equal(MessageReason.Closed, outbox.Take()!.Message.Reason);
    }

    [Fact]
    public void Lease_ends_with_its_process_and_the_message_is_sent_again_as_the_same()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete());
        var before = outbox.Take()!;

        outbox.Reopen();

        var after = outbox.Take()!;
        Assert.Equal((before.Message.Revision, before.Message.Alert.Id, 2), (after.Message.Revision, after.Message.Alert.Id, after.Attempt));
    }

    [Fact]
    public void End_is_sent_when_a_killed_process_may_have_shown_the_alert()
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);
        outbox.Time.Advance(OutboxFixture.Grace);
        outbox.Take();
        outbox.Reopen();

        outbox.Record(AlertChangeKind.Closed, alert with { State = AlertState.Withdrawn });

        var closing = outbox.Take()!.Message;
        Assert.Equal((MessageReason.Closed, AlertState.Withdrawn), (closing.Reason, closing.Alert.State));
    }

    [Fact]
    public void What_waits_for_a_person_goes_first()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete("msg_1"));
        var request = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, request);
        outbox.Time.Advance(OutboxFixture.Grace);

        Assert.Equal(request.Id, outbox.Take()!.Message.Alert.Id);
    }

    [Fact]
    public void Alert_that_is_over_is_told_once_however_often_it_is_found()
    {
        outbox.Record(AlertChangeKind.Opened, outbox.Complete());
        outbox.Complete(outbox.Take()!, new SendResult.Accepted());
        outbox.Reopen();
        outbox.Time.Advance(TimeSpan.FromMinutes(1));

        outbox.Record(AlertChangeKind.Opened, outbox.Complete());

        Assert.Null(outbox.Take());
    }

    [Fact]
    public void Alert_that_opens_again_is_told_again()
    {
        var alert = Shown();
        outbox.Record(AlertChangeKind.Closed, alert with { State = AlertState.Withdrawn });
        outbox.Complete(outbox.Take()!, new SendResult.Accepted());

        outbox.Record(AlertChangeKind.Opened, alert);
        outbox.Time.Advance(OutboxFixture.Grace);

        var again = outbox.Take()!.Message;
        Assert.Equal((MessageReason.Opened, 3), (again.Reason, again.Revision));
    }

    [Fact]
    public void Held_alerts_become_one_digest_whose_repeat_is_the_same()
    {
        var morning = outbox.Time.GetUtcNow() + TimeSpan.FromHours(7);
        outbox.Plan.Next = (_, _) => [new("a", morning, Digest: true)];
        var alerts = new[] { outbox.Complete("msg_1"), outbox.Complete("msg_2"), outbox.Complete("msg_3") };
        foreach (var alert in alerts)
        {
            outbox.Record(AlertChangeKind.Opened, alert);
        }

        Assert.Null(outbox.Take());
        outbox.Time.Advance(TimeSpan.FromHours(7));
        var first = outbox.Take()!;
        outbox.Reopen();
        var repeat = outbox.Take()!;

        Assert.Equal(MessageReason.Digest, first.Message.Reason);
        Assert.Equal(alerts.Select(alert => alert.Id).Order(), first.Message.Digest.Select(alert => alert.Id).Order());
        Assert.Equal((first.Message.Alert.Id, first.Message.Revision), (repeat.Message.Alert.Id, repeat.Message.Revision));
        Assert.Matches("^[A-Za-z0-9_-]{1,64}$", first.Message.Alert.Id);
        outbox.Complete(repeat, new SendResult.Accepted("one"));
        Assert.All(alerts, alert => Assert.Equal("sent", outbox.Delivery(alert).State));
        Assert.Null(outbox.Take());
    }

    public void Dispose() => outbox.Dispose();

    private (string State, int Attempts, string? Problem) Told(Alert alert)
    {
        var delivery = outbox.Delivery(alert);
        return (delivery.State, delivery.Attempts, delivery.LastError);
    }

    private Alert Shown(string? receipt = null)
    {
        var alert = outbox.Permission();
        outbox.Record(AlertChangeKind.Opened, alert);
        outbox.Time.Advance(OutboxFixture.Grace);
        outbox.Complete(outbox.Take()!, new SendResult.Accepted(receipt));
        return alert;
    }
}
