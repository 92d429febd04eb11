using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenCode.AppHost.Hosting.Secrets;

/// <summary>
/// The user-secrets file of the AppHost. <c>dotnet user-secrets</c> shows and changes the same one, and Aspire keeps its
/// generated parameters there under the same names.
/// </summary>
internal sealed class UserSecretsFile(string path)
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true };

    /// <summary>Adds or replaces one entry; all others stay. The file is replaced as a whole and readable by its owner only.</summary>
    /// <exception cref="HostFailure">The file cannot be read or written.</exception>
    public void Set(string key, string value)
    {
        try
        {
            var secrets = File.Exists(path) ? JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? [] : [];
            secrets[key] = value;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            PrivateFile.Replace(path, secrets.ToJsonString(s_readable) + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new HostFailure($"user secrets cannot be kept in {path}: {exception.Message}");
        }
    }
}
