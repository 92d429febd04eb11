using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OpenCode.Tests.Bridge.Channels.Fakes;

/// <summary>What a fake does to one call instead of serving it as the real service would.</summary>
internal abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>The call is not served, and gets no answer for as long as the caller waits.</summary>
    /// <param name="Limit">Then the connection breaks.</param>
    internal sealed record Hang(TimeSpan? Limit = null) : Fault;

    /// <summary>The connection breaks before the service has taken anything.</summary>
    internal sealed record Reset : Fault;

    /// <summary>The service took the call, and the connection breaks before its answer: the caller cannot know.</summary>
    internal sealed record TakeThenReset : Fault;

    /// <summary>Something happens to the caller while it waits for the answer, which it never gets.</summary>
    /// <param name="Strike">What happens.</param>
    /// <param name="Taken">Whether the service took the call before.</param>
    internal sealed record Struck(Func<Task> Strike, bool Taken) : Fault;

    /// <summary>Too many calls, in the form of the service.</summary>
    internal sealed record TooMany(TimeSpan After) : Fault;

    /// <summary>Another status, with a body that no person should ever see.</summary>
    internal sealed record Status(int Code, string? RetryAfter = null) : Fault
    {
        public const string Body = "<html>secret inner workings of the service https://service.invalid/token</html>";
    }

    /// <summary>A redirect to another address: a client that follows it sends its secrets there.</summary>
    internal sealed record Redirect(string To) : Fault;

    public static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>True when the call is done with.</summary>
    public static async Task<bool> ApplyAsync(Fault? fault, HttpContext context, Func<TimeSpan, Task> tooMany)
    {
        switch (fault)
        {
            case Hang { Limit: var limit }:
                await Task.Delay(limit ?? Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
                context.Abort();
                return true;
            case Reset:
                context.Abort();
                return true;
            case Struck { Taken: false, Strike: var strike }:
                await strike();
                context.Abort();
                return true;
            case TooMany { After: var after }:
                await tooMany(after);
                return true;
            case Redirect { To: var to }:
                context.Response.StatusCode = StatusCodes.Status307TemporaryRedirect;
                context.Response.Headers.Location = to;
                return true;
            case Status { Code: var code, RetryAfter: var after }:
                context.Response.StatusCode = code;
                context.Response.ContentType = "text/html";
                context.Response.Headers.RetryAfter = after;
                await context.Response.WriteAsync(Status.Body);
                return true;
            default:
                return false;
        }
    }
}
