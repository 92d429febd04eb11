using OpenCode.AppHost.Publishing.Yaml;

namespace OpenCode.AppHost.Publishing;

/// <summary>A file to write.</summary>
/// <param name="Path">Relative to the output folder, with <c>/</c>.</param>
internal abstract record OutputFile(string Path)
{
    /// <summary>The whole content, ending with a line feed; written as UTF-8 without a byte order mark.</summary>
    public abstract string Text { get; }

    /// <summary>What stands in it; nothing where it is no YAML.</summary>
    public virtual IReadOnlyList<YamlDocument> Documents => [];

    public Ownership Ownership { get; init; }
}

/// <summary>Whose file it is where one exists already.</summary>
internal enum Ownership
{
    /// <summary>The publisher's: replaced.</summary>
    Own,

    /// <summary>The person's: written only together with a new kustomization in the same folder.</summary>
    Companion,
}

internal sealed record TextFile(string Path, string Content) : OutputFile(Path)
{
    public override string Text => Content;
}

/// <summary>One or more YAML documents.</summary>
internal sealed record YamlFile(string Path, params IReadOnlyList<YamlDocument> Content) : OutputFile(Path)
{
    private string? _text;

    public override IReadOnlyList<YamlDocument> Documents => Content;

    public override string Text => _text ??= string.Concat(Documents.Select(document => document.Text));
}

/// <param name="Schema">Address of its JSON schema, for editors; null where there is none.</param>
internal sealed record YamlDocument(YamlMap Content, string? Schema)
{
    /// <summary>Comment lines above the content, without <c>#</c>.</summary>
    public IReadOnlyList<string> Comments { get; init; } = [];

    public string Text => YamlWriter.Write(Content, Schema is null ? Comments : [$"yaml-language-server: $schema={Schema}", .. Comments]);
}
