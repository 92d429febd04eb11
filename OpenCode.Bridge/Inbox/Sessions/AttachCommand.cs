using System.Text;
using OpenCode.Bridge.OpenCode;
using OpenCode.Bridge.Settings;

namespace OpenCode.Bridge.Inbox.Sessions;

/// <summary>
/// The line that opens a session in a terminal. The password is not in it: opencode takes it from
/// <c>OPENCODE_SERVER_PASSWORD</c>.
/// </summary>
internal static class AttachCommand
{
    private const string DefaultUser = "opencode";

    public static string For(ServerSettings server, Session session)
    {
        var command = new StringBuilder($"opencode attach {Quote(server.Url.AbsoluteUri.TrimEnd('/'))} --dir {Quote(session.Directory)} -s {Quote(session.Id)}");
        if (server.Login is { UserName: not DefaultUser and var user })
        {
            command.Append($" -u {Quote(user)}");
        }

        return command.ToString();
    }

    /// <summary>A directory may be named <c>$(reboot)</c>, and the line is made to be pasted into a shell.</summary>
    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "/:._-@".Contains(letter))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
