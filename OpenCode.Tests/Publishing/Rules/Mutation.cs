using OpenCode.AppHost.Publishing;
using OpenCode.AppHost.Publishing.Rules;
using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.Tests.Publishing.Rules;

/// <summary>A way to break the output, and what must be said about it.</summary>
/// <param name="Rule">Name of the rule that must notice.</param>
/// <param name="File">The file that must be named.</param>
/// <param name="Path">The place that must be named.</param>
internal sealed record Mutation(string Rule, string File, string Path, Func<Rendering, Rendering> Break)
{
    public IReadOnlyList<(string, string?)> Settings { get; init; } = [];

    public override string ToString() => $"{Rule}: {Path}";

    /// <summary>Changes one object; what is changed is the file that must be named.</summary>
    /// <param name="document">Index of the document in the file.</param>
    public static Mutation Of<TRule>(string file, string path, Action<YamlMap> change, int document = 0)
        where TRule : IRule =>
        new(typeof(TRule).Name, file, path, rendering => WithChange(rendering, file, change, document));

    /// <summary>Changes the text at a path, which is the place that must be named.</summary>
    public static Mutation Text<TRule>(string file, string path, YamlNode? value)
        where TRule : IRule => Of<TRule>(file, path, root => Set(root, path, value));

    public static void Set(YamlNode root, string path, YamlNode? value)
    {
        var keys = path.Split('.');
        var node = keys[..^1].Aggregate(root, (node, key) => node[key] ?? throw new InvalidOperationException($"{path}: no {key}"));
        node[keys[^1]] = value;
    }

    public static Rendering WithChange(Rendering rendering, string file, Action<YamlMap> change, int document = 0)
    {
        var documents = rendering.Files.Single(known => known.Path == file).Documents;
        change(documents[document].Content);
        return rendering with { Files = [.. rendering.Files.Select(known => known.Path == file ? new YamlFile(file, documents) : known)] };
    }

    public static Rendering With(Rendering rendering, OutputFile file) =>
        rendering with { Files = [.. rendering.Files.Where(known => known.Path != file.Path), file] };

    public static Rendering Without(Rendering rendering, string file) =>
        rendering with { Files = [.. rendering.Files.Where(known => known.Path != file)] };
}
