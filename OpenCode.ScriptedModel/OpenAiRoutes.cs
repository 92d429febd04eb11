using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel;

/// <summary>The part of OpenAI's API that is answered, found by the end of the path.</summary>
internal static class OpenAiRoutes
{
    private static readonly ModelList Models = new([new("scripted-1"), new("scripted-small")]);

    public static Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var method = context.Request.Method;
        if (HttpMethods.IsPost(method) && path.EndsWith("/chat/completions", StringComparison.Ordinal))
        {
            return context.RequestServices.GetRequiredService<ChatEndpoint>().HandleAsync(context);
        }

        if (HttpMethods.IsGet(method) && path.EndsWith("/models", StringComparison.Ordinal))
        {
            return context.Response.WriteAsJsonAsync(
                Models, ScriptedModelJson.Default.ModelList, cancellationToken: context.RequestAborted);
        }

        return OpenAiError.UnknownUrl(method, path).WriteAsync(context);
    }
}
