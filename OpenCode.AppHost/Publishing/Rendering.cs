namespace OpenCode.AppHost.Publishing;

/// <param name="Files">Unique paths, in the order of writing.</param>
/// <param name="Notes">What a person still has to do or should know, a line each, the pressing first.</param>
internal sealed record Rendering(IReadOnlyList<OutputFile> Files, IReadOnlyList<Note> Notes)
{
    /// <summary>Files that other settings would have given and these do not: removed where they are.</summary>
    public IReadOnlyList<string> Obsolete { get; init; } = [];

    /// <summary>How to know an instance of an earlier publish; null where a format has no folders of instances.</summary>
    public InstanceMark? InstanceMark { get; init; }

    /// <summary>Objects that the cluster has already, or that a person makes: the tree may refer to them.</summary>
    public IReadOnlyList<ObjectName> Given { get; init; } = [];
}

/// <summary>An instance's folder is two below <paramref name="Parent"/> (namespace, name) and holds <paramref name="File"/>.</summary>
internal sealed record InstanceMark(string Parent, string File);

/// <param name="IsWarning">Something does not work, or is not safe, until it is done.</param>
internal sealed record Note(string Text, bool IsWarning = false);

/// <param name="Namespace">Empty for objects that stand in none.</param>
internal sealed record ObjectName(string Kind, string Namespace, string Name)
{
    public override string ToString() => Namespace.Length == 0 ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
