namespace OpenCode.Bridge.OpenCode;

internal enum OpenCodeFault
{
    /// <summary>No connection, no answer in time, or a connection that broke.</summary>
    Unreachable,

    /// <summary>User name or password was refused.</summary>
    Unauthorized,

    /// <summary>A generation of OpenCode for which there is no adapter.</summary>
    Unsupported,

    /// <summary>An answer that does not mean anything here.</summary>
    Unexpected,

    /// <summary>The server understood and will not have it; it would say so again.</summary>
    Rejected,
}

/// <summary>A server could not do what was asked. The message is fit for a person and holds nothing a provider said.</summary>
internal sealed class OpenCodeException(OpenCodeFault fault, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public OpenCodeFault Fault { get; } = fault;

    /// <summary>True when the server cannot have heard of the call: there was no connection to it.</summary>
    public bool NeverArrived => InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError };
}
