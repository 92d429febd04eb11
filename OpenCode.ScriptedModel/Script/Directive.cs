namespace OpenCode.ScriptedModel.Script;

/// <summary>One <c>[[name body]]</c> of a prompt; what the body says is not yet known.</summary>
/// <param name="IsClosed">False when the prompt ends before <c>]]</c>.</param>
internal sealed record Directive(string Name, string Body, bool IsClosed = true);

/// <summary>A directive cannot be carried out. The message goes to the person who wrote it, as the model's answer.</summary>
internal sealed class DirectiveException(string message) : Exception(message);
