using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace OpenCode.AppHost.CommandLine;

/// <summary>
/// A JSON file in which objects with content of their own (<c>Stack:OpenCode:Config</c>, the pods' <c>Affinity</c>) stay
/// one JSON text instead of being flattened: flattening forgets whether a value was <c>true</c> or <c>"true"</c>, and
/// OpenCode and Kubernetes refuse a whole object over that.
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
        private const string AnyItem = "*";

        private static readonly string[][] s_kept =
        [
            ["Stack", "OpenCode", "Config"],
            ["Stack", "Cluster", "Affinity"],
            ["Stack", "Instances", AnyItem, "Affinity"],
        ];

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

            foreach (var path in s_kept)
            {
                Keep(file, path);
            }

            base.Load(new MemoryStream(Encoding.UTF8.GetBytes(file?.ToJsonString() ?? "{}")));
        }

        private static void Keep(JsonNode? node, ReadOnlySpan<string> path)
        {
            if (path[0] == AnyItem)
            {
                foreach (var item in node as JsonArray ?? [])
                {
                    Keep(item, path[1..]);
                }

                return;
            }

            var first = path[0];
            var parent = node as JsonObject;
            if (parent?.Select(pair => pair.Key).FirstOrDefault(key => key.Equals(first, StringComparison.OrdinalIgnoreCase)) is not { } name)
            {
                return;
            }

            if (path.Length > 1)
            {
                Keep(parent[name], path[1..]);
            }
            else if (parent[name] is JsonObject kept)
            {
                parent[name] = kept.ToJsonString();
            }
        }
    }
}
