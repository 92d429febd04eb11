using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class SessionApiTests
{
    private const string Said = """
        {"info":{"id":"msg_1","role":"user","time":{"created":1795446000000}},"parts":[{"id":"prt_1","type":"text","text":"Tidy up"},{"type":"text","text":"added by the server","synthetic":true}]}
        """;

    private const string Done = """
        {"info":{"id":"msg_2","role":"assistant","time":{"created":1795446001000,"completed":1795446009000},"providerID":"scripted","modelID":"one","cost":0.5,
          "error":{"name":"APIError","data":{"message":"sk-secret","responseBody":"sk-secret"}}},
         "parts":[{"type":"step-start"},{"type":"reasoning","text":"Hm"},
          {"type":"tool","tool":"bash","state":{"status":"completed","input":{"command":"rm -rf build"},"output":"gone","title":"Removes build","metadata":{},"time":{}}},
          {"type":"tool","tool":"edit","state":{"status":"completed","input":{"filePath":"/w/a.txt"},"output":"ok","title":"a.txt","metadata":{"diff":"@@ -1 +1 @@"},"time":{}}},
          {"type":"tool","tool":7}]}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Session_is_told_with_its_messages_todos_and_attach_command()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        server.Messages["ses_1"] = [Said, Done];
        server.Todos["ses_1"] = """[{"content":"first","status":"completed","priority":"high"},{"content":"second","status":"pending","priority":"low"}]""";

        var text = await bridge.Client.GetStringAsync(new Uri("/api/sessions/ses_1", UriKind.Relative), Cancel);

        var detail = JsonDocument.Parse(text).RootElement;
        Assert.Equal($"opencode attach {server.Url} --dir {Given.Folder} -s ses_1", detail.GetProperty("attach").GetString());
        Assert.Equal(["first completed", "second pending"], detail.GetProperty("todos").EnumerateArray().Select(todo => $"{todo.GetProperty("text")} {todo.GetProperty("state")}"));
        var messages = detail.GetProperty("messages");
        Assert.Equal(["Tidy up"], messages[0].GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("text").GetString()));
        Assert.Equal(("scripted/one", "APIError"), (messages[1].GetProperty("model").GetString(), messages[1].GetProperty("failure").GetString()));
        var parts = messages[1].GetProperty("parts").EnumerateArray().ToList();
        Assert.Equal(["reasoning", "tool", "tool"], parts.Select(part => part.GetProperty("kind").GetString()));
        Assert.Equal(("rm -rf build", "gone"), (parts[1].GetProperty("tool").GetProperty("input").GetString(), parts[1].GetProperty("tool").GetProperty("output").GetString()));
        Assert.Equal("@@ -1 +1 @@", parts[2].GetProperty("tool").GetProperty("diff").GetString());
        Assert.DoesNotContain("sk-secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_output_is_cut_and_says_so()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        var output = new string('x', 100_000);
        server.Messages["ses_1"] = [Said.Replace("\"type\":\"text\",\"text\":\"Tidy up\"", $"\"type\":\"tool\",\"tool\":\"bash\",\"state\":{{\"status\":\"completed\",\"output\":\"{output}\"}}", StringComparison.Ordinal)];

        var part = (await bridge.Client.GetFromJsonAsync<JsonElement>("/api/sessions/ses_1", Cancel)).GetProperty("messages")[0].GetProperty("parts")[0];

        Assert.True(part.GetProperty("cut").GetBoolean());
        Assert.Equal(20_000, part.GetProperty("tool").GetProperty("output").GetString()!.Length);
    }

    [Fact]
    public async Task Prompt_and_abort_reach_the_session()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);

        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(bridge, "/api/sessions/ses_1/prompt", new { text = "Go on" }));
        Assert.Equal(HttpStatusCode.NoContent, await PostAsync(bridge, "/api/sessions/ses_1/abort", new { }));

        Assert.Equal([("prompt", "ses_1", """{"parts":[{"type":"text","text":"Go on"}]}"""), ("abort", "ses_1", "")], server.Asked);
    }

    [Fact]
    public async Task Session_is_made_in_a_directory_and_prompted()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);

        using var response = await bridge.Client.PostAsJsonAsync("/api/sessions", new { directory = "/workspaces/new", prompt = "Begin" }, Cancel);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("ses_new", (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString());
        Assert.Equal([("create", "/workspaces/new"), ("prompt", "ses_new")], server.Asked.Select(asked => (asked.Verb, asked.Of)));
    }

    [Theory]
    [InlineData("/api/sessions/ses_1/prompt", "{}", "text is missing")]
    [InlineData("/api/sessions/ses_1/prompt", """{"text":" "}""", "text is empty")]
    [InlineData("/api/sessions/ses_1/prompt", "7", "the body must be like")]
    [InlineData("/api/sessions", """{"directory":"relative"}""", "directory must be an absolute path")]
    [InlineData("/api/sessions", """{"directory":"/w","server":"other"}""", "server must be one of opencode")]
    public async Task Wrong_body_is_refused_and_says_why(string path, string body, string problem)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var response = await bridge.Client.PostAsync(new Uri(path, UriKind.Relative), content, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.StartsWith(problem, (await response.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Asked);
    }

    [Fact]
    public async Task Unknown_session_is_404_and_a_server_that_is_away_503()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await StartAsync(server);

        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(bridge, "/api/sessions/ses_none/abort", new { }));
        await server.StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PostAsync(bridge, "/api/sessions/ses_1/abort", new { }));
    }

    [Theory]
    [InlineData("/w/$(reboot)", "'/w/$(reboot)'")]
    [InlineData("/w/it's", @"'/w/it'\''s'")]
    public async Task Attach_command_is_safe_to_paste(string directory, string expected)
    {
        await using var server = await FakeOpenCode.StartAsync(fake => fake.Sessions["ses_1"] = (directory, "A title", null));
        await using var bridge = await RunningBridge.StartAsync(server);
        await UntilSessionAsync(bridge);

        var detail = await bridge.Client.GetFromJsonAsync<JsonElement>("/api/sessions/ses_1", Cancel);

        Assert.Contains($"--dir {expected} -s", detail.GetProperty("attach").GetString(), StringComparison.Ordinal);
    }

    private static async Task<RunningBridge> StartAsync(FakeOpenCode server)
    {
        server.AddSession("ses_1");
        var bridge = await RunningBridge.StartAsync(server);
        await UntilSessionAsync(bridge);
        return bridge;
    }

    private static Task UntilSessionAsync(RunningBridge bridge) =>
        bridge.UntilAsync(async () => (await bridge.Client.GetStringAsync(new Uri("/api/sessions", UriKind.Relative), Cancel)).Contains("ses_1", StringComparison.Ordinal));

    private static async Task<HttpStatusCode> PostAsync<T>(RunningBridge bridge, string path, T body)
    {
        using var response = await bridge.Client.PostAsJsonAsync(path, body, Cancel);
        return response.StatusCode;
    }
}
