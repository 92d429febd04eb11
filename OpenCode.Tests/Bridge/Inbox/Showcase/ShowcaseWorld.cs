using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OpenCode.Bridge.Decisions.Tokens;
using OpenCode.Bridge.OpenCode;
using OpenCode.Tests.Bridge.Channels.Fakes;

namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <summary>A server, channels and a bridge that have lived through <see cref="ShowcaseData"/>; three requests wait.</summary>
internal sealed class ShowcaseWorld : IAsyncDisposable
{
    public const string User = "ada";
    public const string Password = "a password for pictures";

    private readonly StoppedClock clock = new(ShowcaseData.Now.AddDays(-30));
    private readonly FakeNtfy ntfy;
    private readonly FakeDiscord discord;
    private RunningBridge? bridge;
    private int last;

    private ShowcaseWorld()
    {
        ntfy = new(time: clock);
        discord = new(time: clock);
    }

    public FakeOpenCode Server { get; private set; } = null!;

    public RunningBridge Bridge => bridge!;

    public static async Task<ShowcaseWorld> CreateAsync()
    {
        var world = new ShowcaseWorld();
        await world.StartAsync();
        await world.LiveThroughTheMonthAsync();
        await world.LiveThroughThisMorningAsync();
        return world;
    }

    /// <summary>The page that a notification's button leads to.</summary>
    public async Task<string> DecisionPathAsync()
    {
        var alert = (await Bridge.AlertsAsync("?state=open")).Single(one => one.GetProperty("sessionId").GetString() == "ses_pay");
        return "/d/" + Bridge.Services.GetRequiredService<DecisionTokens>().Issue(alert.GetProperty("id").GetString()!, new(ReplyKind.Once));
    }

    public async ValueTask DisposeAsync()
    {
        if (bridge is not null)
        {
            await bridge.DisposeAsync();
        }

        await Server.DisposeAsync();
        await ntfy.DisposeAsync();
        await discord.DisposeAsync();
    }

    private async Task StartAsync()
    {
        await ntfy.StartAsync();
        await discord.StartAsync();
        Server = await FakeOpenCode.StartAsync(ShowcaseData.AddPast);
        bridge = await RunningBridge.StartAsync(
            Server,
            settings =>
            {
                settings["BRIDGE_USERNAME"] = User;
                settings["BRIDGE_PASSWORD"] = Password;
                settings["ALERT_GRACE"] = "0s";
                // The clock leaps, and nobody is to be reminded of what lies between.
                settings["ALERT_REMIND"] = "700h";
                settings["ALERT_STALL"] = "700h";
                settings["NTFY_TOPIC"] = ntfy.TopicUrl;
                settings["DISCORD_WEBHOOK_URL"] = discord.WebhookUrl;
            },
            services => services.AddSingleton<TimeProvider>(clock));
        bridge.LogIn(Password, User);
        await bridge.UntilAsync(async () => (await bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative))).Length > 1000);
    }

    private async Task LiveThroughTheMonthAsync()
    {
        var random = new Random(11);
        string[] commands = ["npm test", "git push origin HEAD", "terraform plan -out=plan.bin", "docker compose up -d --build", "psql -f migrations/0042_orders.sql", "kubectl -n media rollout restart deploy/jellyfin"];
        for (var day = 29; day > 0; day--)
        {
            for (var count = random.Next(1, 3); count > 0; count--)
            {
                clock.MoveTo(ShowcaseData.Now.AddDays(-day).AddHours(count).AddMinutes(random.Next(50)));
                var verdict = random.Next(5) switch { 0 => "reject", 1 => "always", _ => "once" };
                await DecideAfterAsync("ses_old", ShowcaseData.HomeOps, "Tidy the cluster", commands[random.Next(commands.Length)], random.Next(8, 400), $$"""{"decision":"{{verdict}}"}""");
            }
        }

        Server.Sessions.TryRemove("ses_old", out _);
        Server.Send(ShowcaseData.HomeOps, "session.deleted", """{"sessionID":"ses_old","info":{"id":"ses_old","directory":"/workspaces/home-ops","title":"","time":{"updated":1}}}""");
    }

    private async Task LiveThroughThisMorningAsync()
    {
        await DecideAfterAsync("ses_cert", ShowcaseData.HomeOps, "Bump cert-manager to 1.19", "flux reconcile kustomization cert-manager --with-source", 21, """{"decision":"once"}""", 70);
        await FinishAsync("ses_cert", ShowcaseData.HomeOps, "Bump cert-manager to 1.19", 66, 312, 0.42m);
        await DecideAfterAsync("ses_cart", ShowcaseData.Shop, "Why is the cart empty after sign-in?", "rm -rf node_modules .next && npm ci", 44, """{"decision":"reject","message":"Only .next, please"}""", 51);
        await FinishAsync("ses_cart", ShowcaseData.Shop, "Why is the cart empty after sign-in?", 38, 745, 1.18m);
        await FinishAsync("ses_pdf", ShowcaseData.Inkwell, "Footnotes lose their numbers in PDF", 25, 96, 0.09m, failure: true);
        await FinishAsync("ses_orders", ShowcaseData.Atlas, "Paginate /v2/orders by cursor", 17, 1260, 2.36m);

        clock.MoveTo(ShowcaseData.Now.AddMinutes(-9));
        discord.Chance = _ => new Fault.Status(503);
        Begin("ses_pay", ShowcaseData.Shop, "Add Apple Pay to the checkout", 412_000);
        Begin("ses_pay_explore", ShowcaseData.Shop, "Compare payment providers (@explore)", 96_000, "ses_pay", state: null);
        Begin("ses_limits", ShowcaseData.Atlas, "Move rate limits to Redis", 268_000);
        Begin("ses_pg", ShowcaseData.HomeOps, "Upgrade Postgres to 18", 143_000);
        Begin("ses_notes", ShowcaseData.Inkwell, "Write the release notes for 2.4", 57_000);
        Begin("ses_mail", ShowcaseData.Shop, "Translate the mails to Portuguese", 31_000, state: "retry");
        Server.Messages["ses_limits"] = ShowcaseData.Messages("ses_limits");
        Server.Todos["ses_limits"] = """[{"content":"Count in a Lua script","status":"completed","priority":"high"},{"content":"Make allow() asynchronous","status":"in_progress","priority":"high"},{"content":"Test against a Redis of its own","status":"pending","priority":"medium"},{"content":"Keep the old limiter behind a flag","status":"cancelled","priority":"low"}]""";

        await AskAsync(6, "permission.asked", "per_pay", ShowcaseData.Shop, ShowcaseData.Bash("per_pay", "ses_pay", "npm install --save-exact @stripe/stripe-js@5.2.0 && npm run typecheck"));
        await AskAsync(2, "permission.asked", "per_limits", ShowcaseData.Atlas, ShowcaseData.Permission(
            "per_limits", "ses_limits", "edit", ["src/limits/limiter.ts"], ["*"], new { filepath = "/workspaces/atlas-api/src/limits/limiter.ts", diff = ShowcaseData.Diff }));
        await AskAsync(1, "question.asked", "que_pg", ShowcaseData.HomeOps, ShowcaseData.Json(new
        {
            id = "que_pg",
            sessionID = "ses_pg",
            questions = new[]
            {
                new
                {
                    question = "The cluster has 41 GB of data. How shall it get to version 18?",
                    header = "Migration",
                    multiple = false,
                    custom = true,
                    options = new[]
                    {
                        new { label = "pg_upgrade --link", description = "Two minutes of downtime, no way back without the backup" },
                        new { label = "Logical replication", description = "Seconds of downtime, an hour of work" },
                        new { label = "Dump and restore", description = "About 40 minutes of downtime" },
                    },
                },
            },
        }));
        clock.MoveTo(ShowcaseData.Now);
    }

    private async Task AskAsync(int minutesAgo, string type, string id, string directory, string json)
    {
        clock.MoveTo(ShowcaseData.Now.AddMinutes(-minutesAgo));
        Server.Ask(type, id, directory, json);
        await Bridge.UntilAlertAsync(alert => alert.TryGetProperty("requestId", out var of) && of.GetString() == id);
    }

    private async Task DecideAfterAsync(string session, string directory, string title, string command, int seconds, string decision, int? minutesAgo = null)
    {
        if (minutesAgo is { } ago)
        {
            clock.MoveTo(ShowcaseData.Now.AddMinutes(-ago));
        }

        Begin(session, directory, title, 40_000);
        var id = $"per_{++last}";
        Server.Ask("permission.asked", id, directory, ShowcaseData.Bash(id, session, command));
        var alert = await Bridge.UntilAlertAsync(one => one.TryGetProperty("requestId", out var of) && of.GetString() == id);
        clock.MoveTo(clock.GetUtcNow().AddSeconds(seconds));
        var (status, _) = await Bridge.DecideAsync(alert, decision);
        Assert.Equal(System.Net.HttpStatusCode.OK, status);
        await IdleAsync(session, directory);
    }

    private async Task FinishAsync(string session, string directory, string title, int minutesAgo, int seconds, decimal cost, bool failure = false)
    {
        clock.MoveTo(ShowcaseData.Now.AddMinutes(-minutesAgo));
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var prompt = $"msg_{session}_1";
        Begin(session, directory, title, (long)(cost * 400_000));
        Server.Send(directory, "message.updated", ShowcaseData.Json(new { sessionID = session, info = new { id = prompt, role = "user", sessionID = session, time = new { created = now - (seconds * 1000L) } } }));
        var error = failure ? new { name = "APIError", data = new { statusCode = 529 } } : null;
        Server.Send(directory, "message.updated", ShowcaseData.Json(new
        {
            sessionID = session,
            info = new
            {
                id = $"msg_{session}_2",
                role = "assistant",
                parentID = prompt,
                sessionID = session,
                providerID = "anthropic",
                modelID = "claude-opus-4-1",
                cost,
                finish = failure ? null : "stop",
                error,
                time = new { created = now - (seconds * 1000L) + 5, completed = now },
            },
        }));
        await IdleAsync(session, directory);
        await Bridge.UntilAlertAsync(alert => alert.GetProperty("sessionId").GetString() == session && alert.GetProperty("state").GetString() == "done");
    }

    private void Begin(string session, string directory, string title, long tokens, string? parent = null, string? state = "busy")
    {
        ShowcaseData.Add(Server, session, directory, title, clock.GetUtcNow(), tokens, new Random(title.Length), parent);
        Server.AddSession(session, directory, title, parent);
        if (state is null)
        {
            return;
        }

        Server.States[session] = state;
        var next = ShowcaseData.Now.AddSeconds(42).ToUnixTimeMilliseconds();
        Server.RetryAt[session] = next;
        Server.Send(directory, "session.status", string.Create(CultureInfo.InvariantCulture, $$$"""{"sessionID":"{{{session}}}","status":{"type":"{{{state}}}","attempt":3,"message":"Overloaded","next":{{{next}}}}}"""));
    }

    private async Task IdleAsync(string session, string directory)
    {
        Server.States.TryRemove(session, out _);
        Server.Send(directory, "session.status", $$$"""{"sessionID":"{{{session}}}","status":{"type":"idle"}}""");
        await Bridge.UntilAsync(async () => !(await Bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative))).Contains("\"busy\"", StringComparison.Ordinal));
    }
}
