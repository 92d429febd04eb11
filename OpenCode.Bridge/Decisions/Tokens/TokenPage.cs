using System.Text.Encodings.Web;
using OpenCode.Bridge.Alerts;

namespace OpenCode.Bridge.Decisions.Tokens;

/// <summary>What a browser gets that follows a token: the whole request and one button, or what became of it.</summary>
internal static class TokenPage
{
    /// <summary>The request, and a form that decides when it is sent.</summary>
    public static string Ask(Alert alert, TokenChoice choice) => Page(AlertWords.Event(alert), $"""
        {Request(alert)}
        <form method="post"><button>{Encode(DecisionButtons.LabelOf(alert, choice))}</button></form>
        """);

    /// <summary>What became of it.</summary>
    public static string Tell(string what, Alert? alert) => Page(what, alert is null ? "" : Request(alert));

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
          <link rel="stylesheet" href="{DecisionEndpoints.StyleName}">
        </head>
        <body>
        <main>
        <h1>{Encode(title)}</h1>
        {body}
        </main>
        </body>
        </html>

        """;

    private static string Encode(string text) => HtmlEncoder.Default.Encode(PlainText.Block(text));
}
