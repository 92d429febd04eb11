using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace OpenCode.Bridge.Inbox;

/// <summary>One file of the page, compressed when it was built: the smallest form that a browser takes is sent.</summary>
internal sealed class PageFile(string type, byte[] plain, byte[]? brotli, byte[]? gzip)
{
    private readonly EntityTagHeaderValue tag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(plain).AsSpan(0, 8))}\"");

    public async Task WriteAsync(HttpContext context)
    {
        var headers = context.Response.GetTypedHeaders();
        headers.ETag = tag;
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.Vary = "Accept-Encoding";
        if (context.Request.GetTypedHeaders().IfNoneMatch.Any(known => known.Compare(tag, useStrongComparison: false)))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (content, encoding) = Best(context.Request);
        context.Response.ContentType = type;
        context.Response.ContentLength = content.Length;
        if (encoding is not null)
        {
            context.Response.Headers.ContentEncoding = encoding;
        }

        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    private (byte[] Content, string? Encoding) Best(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return brotli is not null && Takes("br") ? (brotli, "br")
            : gzip is not null && Takes("gzip") ? (gzip, "gzip")
            : (plain, null);

        bool Takes(string encoding) => accepted.Any(one => one.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase) && one.Quality is not 0);
    }
}
