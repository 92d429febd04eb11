namespace OpenCode.ScriptedModel;

/// <summary>The server cannot listen where it was told to. The message is one line for the person who set the address.</summary>
internal sealed class ListenAddressException : Exception
{
    private ListenAddressException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    public static ListenAddressException NotAllowed(string address) => new(
        $"ASPNETCORE_URLS: '{address}' is not allowed: this server has no authentication, so it listens on http and loopback "
        + "only, e.g. http://127.0.0.1:18080 or http://[::1]:0 (a free port).");

    public static ListenAddressException NotListening(string? addresses, Exception cause) => new(
        $"ASPNETCORE_URLS: cannot listen on {addresses}: "
        + cause.GetBaseException().Message.ReplaceLineEndings(" "),
        cause);
}
