using System.Security.Cryptography;
using System.Text;

namespace OpenCode.Bridge.Alerts;

internal static class AlertId
{
    private const int Bytes = 10;

    /// <summary>
    /// 20 lower-case hex digits that depend on nothing but the two names, so that a restarted bridge means the same alert.
    /// </summary>
    public static string Of(string server, string requestId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{server}\n{requestId}")).AsSpan(0, Bytes));
}
