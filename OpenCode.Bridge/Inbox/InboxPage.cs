namespace OpenCode.Bridge.Inbox;

/// <summary>The page: four files inside the assembly. It shows and decides through the API only.</summary>
internal static class InboxPage
{
    public static void MapInboxPage(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/", "index.html", "text/html; charset=utf-8");
        Map(routes, "/inbox.js", "inbox.js", "text/javascript; charset=utf-8");
        Map(routes, "/inbox.css", "inbox.css", "text/css; charset=utf-8");
        Map(routes, "/icon.svg", "icon.svg", "image/svg+xml");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, string file, string contentType)
    {
        var content = Read(file);
        routes.MapGet(path, () => Results.Bytes(content, contentType));
    }

    private static byte[] Read(string file)
    {
        using var resource = typeof(InboxPage).Assembly.GetManifestResourceStream($"Page/{file}")
            ?? throw new InvalidOperationException($"{file} is not embedded");
        using var content = new MemoryStream();
        resource.CopyTo(content);
        return content.ToArray();
    }
}
