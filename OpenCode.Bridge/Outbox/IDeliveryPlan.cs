using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Outbox;

/// <summary>
/// Who hears of a change, and when: a pure function of settings, change and time. Asked once for each change, in the
/// transaction that stores it. The outbox drops what turns out to be pointless: an update or an end of what a channel was
/// never shown, and a message that a newer one of the same alert overtakes.
/// </summary>
internal interface IDeliveryPlan
{
    IReadOnlyList<PlannedDelivery> Plan(AlertChange change, DateTimeOffset now);
}

/// <param name="Channel">Name of the channel.</param>
/// <param name="NotBefore">Nothing is sent before; an alert that ends sooner is never sent.</param>
/// <param name="Digest">Told at that time together with all others of the channel that wait for the same time, in one message.</param>
internal sealed record PlannedDelivery(string Channel, DateTimeOffset NotBefore, bool Digest = false);
