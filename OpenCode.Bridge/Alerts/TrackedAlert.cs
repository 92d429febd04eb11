using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Alerts;

/// <summary>What the machine remembers about an alert besides what it shows.</summary>
internal sealed class TrackedAlert(Alert alert, string equivalence)
{
    public Alert Alert { get; set; } = alert;

    public string Equivalence { get; set; } = equivalence;

    public List<TrackedRequest> Requests { get; } = [];

    /// <summary>Set while a reply is under way; see <see cref="AlertMachine.Begin"/>.</summary>
    public (ReplyKind Kind, string By)? Pending { get; set; }

    /// <summary>Not to be handed out for denial again before; see <see cref="AlertMachine.TakeOverdue"/>.</summary>
    public DateTimeOffset DenyAfter { get; set; }

    public IEnumerable<TrackedRequest> OpenRequests => Requests.Where(request => request.State == AlertState.Open);
}

internal sealed class TrackedRequest(OpenRequest request, TrackedAlert owner, DateTimeOffset seenAt)
{
    public OpenRequest Request { get; } = request;

    /// <summary>Another one after alerts were merged.</summary>
    public TrackedAlert Owner { get; set; } = owner;

    public AlertState State { get; set; } = AlertState.Open;

    public (ReplyKind Kind, string By)? Decision { get; set; }

    /// <summary>The server said that this was answered while a reply of ours was under way: whose it was is not known yet.</summary>
    public ReplyKind? Unattributed { get; set; }

    /// <summary>The request seemed to end while a reply of ours was under way, perhaps because of it: the reply's result tells.</summary>
    public bool EndedMeanwhile { get; set; }

    public DateTimeOffset SeenAt { get; set; } = seenAt;

    /// <summary>Since when snapshots list the request without its session running.</summary>
    public DateTimeOffset? AbsentSince { get; set; }
}
