using System.Reflection;
using Microsoft.AspNetCore.StaticFiles;

namespace OpenCode.Bridge.Inbox;

/// <summary>
/// The page: the files that its build left in the assembly. It shows and decides through the API only. Nothing of it is
/// secret, so it may be kept, and is asked for anew each time: a new bridge brings a new page.
/// </summary>
internal static class InboxPage
{
    private const string Prefix = "Page/";
    private const string Index = "index.html";

    private static readonly string[] Compressed = [".br", ".gz"];

    public static void MapInboxPage(this IEndpointRouteBuilder routes)
    {
        var assembly = typeof(InboxPage).Assembly;
        var types = new FileExtensionContentTypeProvider { Mappings = { [".webmanifest"] = "application/manifest+json", [".js"] = "text/javascript" } };
        foreach (var name in assembly.GetManifestResourceNames().Where(IsFile).Select(name => name[Prefix.Length..]))
        {
            var file = new PageFile(Type(types, name), Read(assembly, name)!, Read(assembly, $"{name}.br"), Read(assembly, $"{name}.gz"));
            routes.MapGet(name == Index ? "/" : $"/{name}", (HttpContext context) => file.WriteAsync(context));
        }
    }

    private static bool IsFile(string resource) =>
        resource.StartsWith(Prefix, StringComparison.Ordinal) && !Compressed.Contains(Path.GetExtension(resource));

    private static string Type(FileExtensionContentTypeProvider types, string name)
    {
        var type = types.TryGetContentType(name, out var known) ? known : "application/octet-stream";
        return type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
    }

    private static byte[]? Read(Assembly assembly, string name)
    {
        using var resource = assembly.GetManifestResourceStream(Prefix + name);
        if (resource is null)
        {
            return null;
        }

        var content = new byte[resource.Length];
        resource.ReadExactly(content);
        return content;
    }
}
