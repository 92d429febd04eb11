using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace OpenCode.AppHost.CommandLine;

/// <summary>
/// A JSON file in which <c>Stack:OpenCode:Config</c> stays one JSON text instead of being flattened: flattening forgets
/// whether a value was <c>true</c> or <c>"true"</c>, and OpenCode refuses a configuration over that.
/// </summary>
internal sealed class StackJsonSource : JsonConfigurationSource
{
    public StackJsonSource(string path, bool optional)
    {
        Optional = optional;
        Path = System.IO.Path.GetFileName(path);
        var folder = System.IO.Path.GetDirectoryName(path)!;

        // User secrets are made on demand: their folder need not exist yet. ExclusionFilters.None: it may start with a dot.
        FileProvider = Directory.Exists(folder)
            ? new PhysicalFileProvider(folder, Microsoft.Extensions.FileProviders.Physical.ExclusionFilters.None)
            : new NullFileProvider();
    }

    public override IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(this);

    private sealed class Provider(JsonConfigurationSource source) : JsonConfigurationProvider(source)
    {
        private static readonly string[] s_kept = ["Stack", "OpenCode", "Config"];

        public override void Load(Stream stream)
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            JsonNode? file;
            try
            {
                file = JsonNode.Parse(stream, documentOptions: options);
            }
            catch (JsonException exception)
            {
                // The base class adds the file's path to it.
                throw new FormatException($"It is not JSON: {exception.Message}", exception);
            }

            Keep(file as JsonObject, 0);
            base.Load(new MemoryStream(Encoding.UTF8.GetBytes(file?.ToJsonString() ?? "{}")));
        }

        private static void Keep(JsonObject? node, int depth)
        {
            var name = node?.Select(pair => pair.Key).FirstOrDefault(key => key.Equals(s_kept[depth], StringComparison.OrdinalIgnoreCase));
            if (name is null || node![name] is not JsonObject inner)
            {
                return;
            }

            if (depth == s_kept.Length - 1)
            {
                node[name] = inner.ToJsonString();
            }
            else
            {
                Keep(inner, depth + 1);
            }
        }
    }
}
