namespace OpenCode.ScriptedModel.OpenAi;

/// <summary>The catalogue. Any other model name is answered as well: the prompt decides, not the name.</summary>
internal sealed record ModelList(IReadOnlyList<Model> Data)
{
    public string Object { get; } = "list";
}

internal sealed record Model(string Id)
{
    public string Object { get; } = "model";

    public long Created { get; }

    public string OwnedBy { get; } = "scripted";
}
