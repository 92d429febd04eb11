namespace OpenCode.Bridge.Outbox;

/// <summary>The outbox cannot be read or written now. The message is fit for a person.</summary>
internal sealed class OutboxException(string message, Exception? inner = null) : Exception(message, inner);
