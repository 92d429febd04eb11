using System.Security.Cryptography;
using System.Text;
using OpenCode.ScriptedModel.OpenAi;

namespace OpenCode.ScriptedModel;

/// <summary>
/// Lets the same conversation fail a number of times in a row, then work once, then fail again. A client that retries
/// sends the same messages, so the messages are the key; the next prompt starts a count of its own.
/// </summary>
internal sealed class FailureCounter
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _failures = [];

    /// <param name="messages">The conversation.</param>
    /// <param name="times">Failures before the success; null: always fail (nothing is counted then).</param>
    public bool ShouldFail(IEnumerable<ChatMessage> messages, int? times)
    {
        if (times is not { } limit)
        {
            return true;
        }

        var key = Key(messages);
        lock (_gate)
        {
            var failed = _failures.GetValueOrDefault(key);
            if (failed >= limit)
            {
                _failures.Remove(key);
                return false;
            }

            _failures[key] = failed + 1;
            return true;
        }
    }

    private static string Key(IEnumerable<ChatMessage> messages)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var message in messages)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{message.Role}\0{message.Text}\0"));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
