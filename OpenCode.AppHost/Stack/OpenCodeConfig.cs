using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenCode.AppHost.Stack.Settings;

namespace OpenCode.AppHost.Stack;

/// <summary>
/// <c>opencode.json</c> in the form that OpenCode 1.18 reads: unknown keys are dropped without a word, a wrong type is
/// an error of every session call. Keys: the server's configuration schema.
/// </summary>
internal static class OpenCodeConfig
{
    public const string Name = "opencode.json";

    /// <summary>OpenCode puts the variable's value where <c>{env:…}</c> stands: the model's port is not known before the start.</summary>
    public const string ModelUrlVariable = "SCRIPTED_MODEL_URL";

    // Outside the home folder: with a mount below it the home is no longer writable and the server crashes.
    private const string ContainerPath = "/etc/opencode/opencode.json";

    private static readonly JsonSerializerOptions s_readable = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The file for <paramref name="settings"/>; whatever <see cref="StackSettings.Config"/> says wins.</summary>
    public static ConfigFile Create(StackSettings settings, bool demo)
    {
        var config = new JsonObject
        {
            // The server writes a missing $schema into the file itself, which a read-only mount does not allow.
            ["$schema"] = "https://opencode.ai/config.json",
            ["share"] = "disabled",
            ["autoupdate"] = false,
            ["model"] = settings.Model,
        };
        if (demo)
        {
            JsonSetting.Merge(config, Demo());
        }

        JsonSetting.Merge(config, settings.Config);
        return new ConfigFile(Name, config.ToJsonString(s_readable) + "\n", ContainerPath);
    }

    private static JsonObject Demo() => new()
    {
        ["model"] = "scripted/scripted-1",
        ["small_model"] = "scripted/scripted-small",
        ["permission"] = new JsonObject { ["bash"] = "ask", ["edit"] = "ask" },
        ["provider"] = new JsonObject
        {
            ["scripted"] = new JsonObject
            {
                // Bundled in the server: nothing is downloaded.
                ["npm"] = "@ai-sdk/openai-compatible",
                ["name"] = "Scripted model",
                ["options"] = new JsonObject { ["baseURL"] = $"{{env:{ModelUrlVariable}}}", ["apiKey"] = "none" },
                ["models"] = new JsonObject
                {
                    ["scripted-1"] = ScriptedModel("Scripted 1", inputCost: 3, outputCost: 15),
                    ["scripted-small"] = ScriptedModel("Scripted small", inputCost: 1, outputCost: 5),
                },
            },
        },
    };

    // Costs are USD for a million tokens; they are invented, so that the demo shows money as the real thing does.
    private static JsonObject ScriptedModel(string name, int inputCost, int outputCost) => new()
    {
        ["name"] = name,
        ["tool_call"] = true,
        ["cost"] = new JsonObject { ["input"] = inputCost, ["output"] = outputCost },
        ["limit"] = new JsonObject { ["context"] = 100_000, ["output"] = 8_000 },
    };
}
