using System.Globalization;
using System.Text.Json;
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

        private static readonly IEqualityComparer<string> s_word = EqualityComparer<string>.Create(
            (kept, word) => kept == AnyItem || string.Equals(kept, word, StringComparison.OrdinalIgnoreCase), word => word.Length);

        private static readonly string[][] s_kept =
        [
            ["Stack", "OpenCode", "Config"],
            ["Stack", "Cluster", "Affinity"],
            ["Stack", "Instances", AnyItem, "Affinity"],
        ];

        public override void Load(Stream stream)
        {
            var options = new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
            try
            {
                using var file = JsonDocument.Parse(stream, options);
                Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
                Add(string.Empty, file.RootElement.ValueKind is JsonValueKind.Object ? file.RootElement : throw new FormatException("It is no JSON object."));
            }
            catch (JsonException exception)
            {
                // The base class adds the file's path to it.
                throw new FormatException($"It is not JSON: {exception.Message}", exception);
            }
        }

        private void Add(string path, JsonElement element)
        {
            if (element.ValueKind is JsonValueKind.Object && !IsKept(path))
            {
                foreach (var property in element.EnumerateObject())
                {
                    Add(path.Length == 0 ? property.Name : ConfigurationPath.Combine(path, property.Name), property.Value);
                }
            }
            else if (element.ValueKind is JsonValueKind.Array)
            {
                var index = 0;
                foreach (var item in element.EnumerateArray())
                {
                    Add(ConfigurationPath.Combine(path, index++.ToString(CultureInfo.InvariantCulture)), item);
                }
            }
            else if (!Data.TryAdd(path, element.ValueKind is JsonValueKind.Object ? element.GetRawText() : element.ToString()))
            {
                throw new FormatException($"'{path}' stands there twice.");
            }
        }

        private static bool IsKept(string path)
        {
            var words = path.Split(':');
            return Array.Exists(s_kept, kept => kept.SequenceEqual(words, s_word));
        }
    }
}
