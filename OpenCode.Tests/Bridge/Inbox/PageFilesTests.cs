using System.Net;
using System.Net.Http.Headers;

namespace OpenCode.Tests.Bridge.Inbox;

public sealed class PageFilesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whole_page_is_less_than_150_KB_on_the_wire()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        var sent = 0L;
        foreach (var path in (string[])["/", "/inbox.js", "/inbox.css", "/icon.svg", "/manifest.webmanifest", "/sw.js"])
        {
            using var response = await GetAsync(bridge, path, "br");
            Assert.Equal((HttpStatusCode.OK, "br"), (response.StatusCode, response.Content.Headers.ContentEncoding.Single()));
            sent += (await response.Content.ReadAsByteArrayAsync(Cancel)).Length;
        }

        Assert.InRange(sent, 10_000, 150_000);
    }

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("", "")]
    public async Task File_is_sent_in_a_form_that_the_browser_takes(string accepted, string expected)
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        using var response = await GetAsync(bridge, "/inbox.js", accepted);

        Assert.Equal(expected, string.Join(',', response.Content.Headers.ContentEncoding));
        Assert.Equal("text/javascript; charset=utf-8", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Unchanged_file_is_not_sent_again()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);
        using var first = await GetAsync(bridge, "/inbox.js", "br");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/inbox.js");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await bridge.Client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.True(first.Headers.CacheControl!.NoCache);
    }

    [Fact]
    public async Task Page_names_no_other_host()
    {
        await using var server = await FakeOpenCode.StartAsync();
        await using var bridge = await RunningBridge.StartAsync(server);

        var html = await bridge.Client.GetStringAsync(new Uri("/", UriKind.Relative), Cancel);

        Assert.DoesNotContain("//", html.Replace("<!doctype", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> GetAsync(RunningBridge bridge, string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var one in accepted.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(one.Trim()));
        }

        return await bridge.Client.SendAsync(request, Cancel);
    }
}
