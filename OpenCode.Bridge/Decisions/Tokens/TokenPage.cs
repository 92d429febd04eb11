using System.Text.Encodings.Web;
using OpenCode.Bridge.Alerts;
using OpenCode.Bridge.OpenCode;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>What a browser gets that follows a token: the whole request and one button, or what became of it.</summary>
internal static class TokenPage
{
    /// <summary>The request, and a form that decides when it is sent.</summary>
    public static string Ask(Alert alert, TokenChoice choice) => Page(AlertWords.Event(alert), $"""
        {Request(alert)}
        {Rules(alert, choice)}
        <form method="post"><button{(choice.Kind == ReplyKind.Reject ? " class=\"deny\"" : "")}>{Encode(Verb(alert, choice))}</button></form>
        <p class="other"><a href="../#{Uri.EscapeDataString(alert.Id)}">Decide otherwise in the inbox</a></p>
        """);

    /// <summary>What became of it.</summary>
    public static string Tell(string what, Alert? alert) => Page(what, alert is null ? "" : Request(alert));

    private static string Verb(Alert alert, TokenChoice choice) => choice.Kind switch
    {
        ReplyKind.Once => "Allow once",
        ReplyKind.Always => "Always allow",
        ReplyKind.Answer => $"Answer: {DecisionButtons.LabelOf(alert, choice)}",
        _ => "Deny",
    };

    // What "always" means is part of what is decided.
    private static string Rules(Alert alert, TokenChoice choice) => (choice.Kind, alert.FirstRequest) is (ReplyKind.Always, PermissionRequest { Always.Count: > 0 } request)
        ? $"<p class=\"where\">Always allows <code>{Encode(string.Join(", ", request.Always))}</code></p>"
        : "";

    private static string Request(Alert alert) => $"""
        <p class="where">{Encode(string.Join(" · ", new[] { alert.Title, alert.Server, alert.Directory }.Where(part => part.Length > 0)))}</p>
        <pre>{Encode(PlainText.Block(alert.Text))}</pre>
        """;

    private static string Page(string title, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <meta name="color-scheme" content="light dark">
          <meta name="robots" content="noindex">
          <title>{Encode(title)}</title>
          <link rel="icon" href="{DecisionEndpoints.IconName}" type="image/svg+xml">
          <link rel="stylesheet" href="{DecisionEndpoints.StyleName}">
        </head>
        <body>
        <p class="brand"><img src="{DecisionEndpoints.IconName}" alt="" width="28" height="28">OpenCode inbox</p>
        <main>
        <h1>{Encode(title)}</h1>
        {body}
        </main>
        </body>
        </html>

        """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(PlainText.Block(text));
}
