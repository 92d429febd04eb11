using System.Security.Cryptography;
using System.Text;

namespace OpenCode.Bridge.Alerts;

internal static class AlertId
{
    private const int Bytes = 10;

    /// <summary>
    /// 20 lower-case hex digits that depend on nothing but the names, so that a restarted bridge means the same alert.
    /// </summary>
    /// <param name="server">The server's name.</param>
    /// <param name="names">Of a request its id; else the kind of alert and what it is about.</param>
    public static string Of(string server, params IEnumerable<string> names) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{string.Join('\n', names)}")).AsSpan(0, Bytes));
}
