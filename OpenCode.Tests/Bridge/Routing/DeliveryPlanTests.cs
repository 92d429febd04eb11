using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.Channels;
using OpenCode.Bridge.Outbox;
using OpenCode.Bridge.Routing;
using OpenCode.Bridge.Settings;
using OpenCode.Tests.Bridge.Channels;

namespace OpenCode.Tests.Bridge.Routing;

public sealed class DeliveryPlanTests
{
    private static readonly DateTimeOffset Noon = GivenMessage.Noon;
    private static readonly DateTimeOffset Midnight = Noon.AddHours(12);
    private static readonly DateTimeOffset Morning = Noon.AddHours(19);
    private static readonly QuietHours Night = new(new(22, 0), new(7, 0), TimeZoneInfo.Utc);

    [Theory]
    [InlineData(AlertKind.Permission, 2)]
    [InlineData(AlertKind.Question, 2)]
    [InlineData(AlertKind.Complete, 0)]
    [InlineData(AlertKind.Error, 0)]
    [InlineData(AlertKind.Stalled, 0)]
    [InlineData(AlertKind.Unreachable, 0)]
    public void Requests_wait_for_their_grace_time_and_nothing_else_does(object kind, int seconds) =>
        Assert.Equal(To(Noon.AddSeconds(seconds)), Plan(new(), AlertChangeKind.Opened, (AlertKind)kind, Noon));

    [Theory]
    [InlineData(AlertChangeKind.Updated)]
    [InlineData(AlertChangeKind.Reminded)]
    [InlineData(AlertChangeKind.Closed)]
    public void Later_changes_go_out_at_once(object change) =>
        Assert.Equal(To(Noon), Plan(new(), (AlertChangeKind)change, AlertKind.Permission, Noon));

    [Fact]
    public void Kinds_that_nobody_asked_for_go_nowhere()
    {
        var settings = new AlertSettings { Kinds = new HashSet<AlertKind> { AlertKind.Permission } };

        Assert.NotEmpty(Plan(settings, AlertChangeKind.Opened, AlertKind.Permission, Noon));
        Assert.Empty(Plan(settings, AlertChangeKind.Opened, AlertKind.Complete, Noon));
        Assert.Empty(Plan(settings, AlertChangeKind.Closed, AlertKind.Unreachable, Noon));
    }

    [Theory]
    [InlineData("/workspaces/team/api", "ntfy")]
    [InlineData("/workspaces/team", "ntfy")]
    [InlineData("/workspaces/home", "discord,ntfy")]
    [InlineData("", "discord,ntfy")]
    public void First_route_that_matches_wins(string directory, string channels)
    {
        var settings = new AlertSettings { Routes = [new("/workspaces/team/**", ["ntfy"]), new("**", ["ntfy", "discord"])] };

        var plan = Plan(settings, AlertChangeKind.Opened, AlertKind.Permission, Noon, directory);

        Assert.Equal(channels, string.Join(',', plan.Select(delivery => delivery.Channel).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void No_route_that_matches_means_every_channel()
    {
        var settings = new AlertSettings { Routes = [new("/other/**", ["ntfy"])] };

        Assert.Equal(3, Plan(settings, AlertChangeKind.Opened, AlertKind.Permission, Noon).Count);
    }

    [Theory]
    [InlineData(AlertKind.Permission)]
    [InlineData(AlertKind.Question)]
    [InlineData(AlertKind.Unreachable)]
    public void What_cannot_wait_goes_out_at_night_too(object kind)
    {
        var settings = new AlertSettings { Quiet = Night, Grace = TimeSpan.Zero };

        Assert.Equal(To(Midnight), Plan(settings, AlertChangeKind.Opened, (AlertKind)kind, Midnight));
        Assert.Equal(To(Midnight), Plan(settings, AlertChangeKind.Reminded, (AlertKind)kind, Midnight));
        Assert.Equal(To(Midnight), Plan(settings, AlertChangeKind.Closed, (AlertKind)kind, Midnight));
    }

    [Theory]
    [InlineData(AlertKind.Complete)]
    [InlineData(AlertKind.Error)]
    [InlineData(AlertKind.Stalled)]
    public void The_rest_waits_for_the_digest_of_the_morning(object kind)
    {
        var settings = new AlertSettings { Quiet = Night };

        Assert.Equal(To(Morning, digest: true), Plan(settings, AlertChangeKind.Opened, (AlertKind)kind, Midnight));
        Assert.Equal(To(Morning, digest: true), Plan(settings, AlertChangeKind.Opened, (AlertKind)kind, Midnight.AddHours(3)));
        Assert.Empty(Plan(settings, AlertChangeKind.Reminded, (AlertKind)kind, Midnight));
        Assert.Equal(To(Morning), Plan(settings, AlertChangeKind.Closed, (AlertKind)kind, Midnight));
        Assert.Equal(To(Noon), Plan(settings, AlertChangeKind.Opened, (AlertKind)kind, Noon));
    }

    private static IReadOnlyList<PlannedDelivery> To(DateTimeOffset notBefore, bool digest = false) =>
        [new("ntfy", notBefore, digest), new("discord", notBefore, digest), new("webhook", notBefore, digest)];

    private static IReadOnlyList<PlannedDelivery> Plan(AlertSettings settings, AlertChangeKind change, AlertKind kind, DateTimeOffset now, string directory = "/workspaces/project") =>
        new DeliveryPlan([new Named("ntfy"), new Named("discord"), new Named("webhook")], new BridgeSettings([], null, null, []) { Alerts = settings })
            .Plan(new(change, GivenMessage.Of(kind) with { Directory = directory }), now);

    private sealed class Named(string name) : IChannel
    {
        public string Name => name;

        public bool Replaces => true;

        public Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
