using System.Text.Json;

namespace OpenCode.Tests.Bridge.Inbox.Showcase;

/// <summary>A month of somebody's work, the same each time: made up, but of the size and mixture that a real one has.</summary>
internal static class ShowcaseData
{
    public static readonly DateTimeOffset Now = new(2026, 11, 24, 9, 41, 0, TimeSpan.Zero);

    public const string Shop = "/workspaces/shop";
    public const string Atlas = "/workspaces/atlas-api";
    public const string HomeOps = "/workspaces/home-ops";
    public const string Inkwell = "/workspaces/inkwell";

    public const string Diff = """
        Index: /workspaces/atlas-api/src/limits/limiter.ts
        ===================================================================
        --- /workspaces/atlas-api/src/limits/limiter.ts
        +++ /workspaces/atlas-api/src/limits/limiter.ts
        @@ -8,15 +8,17 @@
         export class Limiter {
        -  private readonly hits = new Map<string, number[]>();
        +  constructor(private readonly redis: Redis) {}
         
        -  allow(key: string, limit: number, windowMs: number): boolean {
        -    const now = Date.now();
        -    const recent = (this.hits.get(key) ?? []).filter(at => at > now - windowMs);
        -    if (recent.length >= limit) return false;
        -    recent.push(now);
        -    this.hits.set(key, recent);
        -    return true;
        +  /** One round trip: the script counts and expires in one step. */
        +  async allow(key: string, limit: number, windowMs: number): Promise<boolean> {
        +    const count = await this.redis.eval(slidingWindow, {
        +      keys: [`limit:${key}`],
        +      arguments: [String(Date.now()), String(windowMs)],
        +    });
        +    return Number(count) <= limit;
           }
         }
        """;

    private static readonly (string Provider, string Model, decimal PerMillion)[] Models =
        [("anthropic", "claude-opus-4-1", 4.1m), ("anthropic", "claude-sonnet-4-5", 0.9m), ("openai", "gpt-5", 0.7m), ("google", "gemini-2.5-pro", 0.6m)];

    private static readonly (string Directory, string Title)[] Tasks =
    [
        (Shop, "Round prices the same way everywhere"), (Shop, "Why is the cart empty after sign-in?"), (Atlas, "Paginate /v2/orders by cursor"),
        (HomeOps, "Bump cert-manager to 1.19"), (Inkwell, "Footnotes lose their numbers in PDF"), (Atlas, "Trace slow queries of the report page"),
        (Shop, "Drop IE polyfills"), (HomeOps, "Alert when a backup is older than a day"), (Inkwell, "Spell-check in the margin"),
        (Atlas, "Rotate signing keys without downtime"), (Shop, "Accessible colour swatches"), (Inkwell, "Import from Scrivener"),
        (HomeOps, "Renovate groups for the media namespace"), (Atlas, "Flaky test in auth/session"), (Shop, "Stock sync ignores time zones"),
    ];

    /// <summary>Sessions that are over, a few for each of the last 30 days.</summary>
    public static void AddPast(FakeOpenCode server)
    {
        var random = new Random(7);
        for (var day = 29; day >= 0; day--)
        {
            var weekend = Now.AddDays(-day).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            for (var count = random.Next(weekend ? 0 : 2, weekend ? 2 : 6); count > 0; count--)
            {
                var (directory, title) = Tasks[random.Next(Tasks.Length)];
                var at = day == 0 ? Now.AddMinutes(-random.Next(35, 100)) : Now.Date.AddDays(-day).AddMinutes(random.Next(9 * 60, 18 * 60));
                Add(server, $"ses_past{day:00}{count}", directory, title, new(at.Ticks, TimeSpan.Zero), random.Next(30, 900) * 1000L, random);
            }
        }
    }

    public static void Add(FakeOpenCode server, string id, string directory, string title, DateTimeOffset at, long tokens, Random random, string? parent = null)
    {
        var (provider, model, price) = Models[random.Next(Models.Length) * random.Next(3) / 2];
        server.UpdatedAt[id] = at.ToUnixTimeMilliseconds();
        server.Used[id] = new(provider, model, Math.Round(tokens * price / 1_000_000, 4), tokens / 20, tokens / 25, tokens / 50, tokens * 4 / 5, tokens / 11, random.Next(40, 1500) * 1000L);
        server.Sessions[id] = (directory, title, parent);
    }

    public static string Json(object value) => JsonSerializer.Serialize(value);

    public static string Permission(string id, string session, string permission, string[] patterns, string[] always, object metadata) =>
        Json(new { id, sessionID = session, permission, patterns, metadata, always });

    public static string Bash(string id, string session, string command) =>
        Permission(id, session, "bash", [command], [command.Split(' ')[0] + " *"], new { command });

    /// <summary>The last messages of the session that moves the limits.</summary>
    public static IReadOnlyList<string> Messages(string session)
    {
        var start = Now.AddMinutes(-14).ToUnixTimeMilliseconds();
        return
        [
            Json(new { info = new { id = "msg_1", role = "user", sessionID = session, time = new { created = start } }, parts = new object[]
            {
                new { type = "text", text = "Requests are limited per process, so two replicas allow twice as many. Please keep the counters in Redis, with one round trip a request, and leave the public API as it is." },
            } }),
            Json(new { info = new { id = "msg_2", role = "assistant", parentID = "msg_1", sessionID = session, providerID = "anthropic", modelID = "claude-opus-4-1", cost = 0.31, time = new { created = start + 4000, completed = start + 190_000 } }, parts = new object[]
            {
                new { type = "reasoning", text = "The limiter is called synchronously by the middleware. Making it asynchronous changes its callers, but not the HTTP API." },
                new { type = "tool", tool = "grep", state = new { status = "completed", title = "new Limiter(", input = new { pattern = "new Limiter\\(" }, output = "src/server.ts:41\nsrc/limits/limiter.test.ts:9" } },
                new { type = "tool", tool = "read", state = new { status = "completed", title = "src/limits/limiter.ts", input = new { filePath = "src/limits/limiter.ts" }, output = "…" } },
                new { type = "text", text = "The limiter is used in one place, the middleware in src/server.ts. I will\n\n1. count in a Lua script, so that counting and expiring are one step,\n2. make allow() asynchronous and await it in the middleware,\n3. test it against a Redis of its own in CI." },
            } }),
            Json(new { info = new { id = "msg_3", role = "assistant", parentID = "msg_1", sessionID = session, providerID = "anthropic", modelID = "claude-opus-4-1", cost = 0.12, time = new { created = start + 200_000 } }, parts = new object[]
            {
                new { type = "tool", tool = "bash", state = new { status = "completed", title = "npm test -- limits", input = new { command = "npm test -- limits" }, output = "✓ 14 tests passed" } },
                new { type = "tool", tool = "edit", state = new { status = "running", title = "src/limits/limiter.ts", input = new { filePath = "src/limits/limiter.ts" }, metadata = new { diff = Diff } } },
            } }),
        ];
    }
}
