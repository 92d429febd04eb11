using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace OpenCode.AppHost.Stack.Settings;

/// <summary>
/// Reads a section strictly: a value of the wrong kind and a key that nobody asked for are both problems. Problems are
/// collected, not thrown, so that a person sees all of them at once. An empty value equals an unset one.
/// </summary>
internal sealed class SettingsReader(IConfigurationSection section)
{
    private const string None = "none";

    private static readonly ConcurrentDictionary<Type, Words> s_words = new();

    private readonly SettingNode _root = SettingNode.Of(section);
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _objects = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SettingProblem> _problems = [];

    /// <summary>A text that satisfies <paramref name="accepts"/>; <paramref name="allowed"/> says in words what that is.</summary>
    public string Text(string key, string fallback, Func<string, bool> accepts, string allowed)
    {
        if (Find(key) is not { } text)
        {
            return fallback;
        }

        if (accepts(text))
        {
            return text;
        }

        Reject(key, text, allowed);
        return fallback;
    }

    /// <summary>A text or null where none is set.</summary>
    public string? OptionalText(string key, Func<string, bool> accepts, string allowed) =>
        Text(key, string.Empty, accepts, allowed) is { Length: > 0 } text ? text : null;

    /// <summary>A TCP port, 0 to 65535; 0 asks for a free one.</summary>
    public int Port(string key, int fallback)
    {
        var text = Text(key, fallback.ToString(CultureInfo.InvariantCulture), IsPort, "a port: 0 (a free one) to 65535");
        return int.Parse(text, CultureInfo.InvariantCulture);

        static bool IsPort(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= 65535;
    }

    /// <summary><c>true</c> or <c>false</c>, in any case.</summary>
    public bool Flag(string key, bool fallback) =>
        bool.Parse(Text(key, fallback.ToString(), text => bool.TryParse(text, out _), "true or false"));

    /// <summary>One of an enumeration's names in kebab-case (<c>AuthentikRoute</c>: <c>authentik-route</c>), in any case.</summary>
    public T Choice<T>(string key, T fallback)
        where T : struct, Enum
    {
        var words = s_words.GetOrAdd(typeof(T), Words.Of);
        var text = Text(key, string.Empty, word => words.IndexOf(word) >= 0, words.Allowed);
        return text.Length == 0 ? fallback : (T)words.Values.GetValue(words.IndexOf(text))!;
    }

    /// <summary>What <paramref name="parse"/> makes of a text; it answers null where the text is none of the allowed.</summary>
    public T Parsed<T>(string key, T fallback, Func<string, T?> parse, string allowed)
        where T : class =>
        Text(key, string.Empty, text => parse(text) is not null, allowed) is { Length: > 0 } given ? parse(given)! : fallback;

    /// <summary>As <see cref="Parsed{T}"/>; <c>none</c> takes an inherited value away.</summary>
    public T? ParsedOrNone<T>(string key, T? fallback, Func<string, T?> parse, string allowed)
        where T : class =>
        Text(key, string.Empty, text => text == None || parse(text) is not null, $"{allowed}, or {None}") switch
        {
            "" => fallback,
            None => null,
            var given => parse(given),
        };

    /// <summary>A list, or one text with commas; <c>none</c> is the empty list.</summary>
    public IReadOnlyList<T> List<T>(string key, IReadOnlyList<T> fallback, Func<string, T?> parse, string allowed)
        where T : class
    {
        _known.Add(key);
        _objects.Add(key);
        var texts = (Find(key)?.Split(',', StringSplitOptions.TrimEntries) ?? [])
            .Select(text => new Entry(key, text))
            .Concat(_root.At(key).Children.Select(child => new Entry($"{key}:{child.Key}", child.Value ?? "an object")))
            .Where(item => item.Text.Length > 0)
            .ToList();
        if (texts.Count == 0)
        {
            return fallback;
        }

        if (texts is [{ Text: None }])
        {
            return [];
        }

        var items = new List<T>();
        foreach (var (name, text) in texts)
        {
            if (parse(text) is { } item)
            {
                items.Add(item);
            }
            else
            {
                Reject(name, text, allowed);
            }
        }

        return items;
    }

    /// <summary>The keys of a list of objects, in its order: <c>Instances:0</c>, <c>Instances:1</c> …</summary>
    public IReadOnlyList<string> Items(string key)
    {
        if (Find(key) is not null)
        {
            Reject(key, null, $"must be a list: {section.Path}:{key}:0:<name>=<value>");
        }

        return [.. _root.At(key).Children
            .Where(child => child.Children.Any(value => value.Value is not null || value.Children.Count > 0) && int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(child => $"{key}:{child.Key}")];
    }

    /// <summary>
    /// A flat object of texts. An entry with an empty value is absent, so an override can take a default away.
    /// <paramref name="problem"/> says of a key and its value what is wrong, or null. Values are not shown unless told: a
    /// secret in the wrong place is the likeliest mistake.
    /// </summary>
    public IReadOnlyDictionary<string, string> Map(string key, Func<string, string, string?> problem, bool showValues = false)
    {
        _known.Add(key);
        _objects.Add(key);
        var map = new SortedList<string, string>(StringComparer.Ordinal);
        if (_root.At(key).Value is { Length: > 0 })
        {
            Reject(key, null, $"must be an object: {section.Path}:{key}:<name>=<value>");
        }

        foreach (var child in _root.At(key).Children)
        {
            if (child.Children.Count > 0)
            {
                Reject($"{key}:{child.Key}", null, "must be a text, not an object");
            }
            else if (child.Value is { Length: > 0 } text)
            {
                if (problem(child.Key, text) is { } allowed)
                {
                    Reject($"{key}:{child.Key}", showValues && !allowed.StartsWith("must ", StringComparison.Ordinal) ? text : null, allowed);
                }
                else
                {
                    map[child.Key] = text;
                }
            }
        }

        return map;
    }

    /// <summary>An object with any content, its JSON types kept; see <see cref="JsonSetting"/>.</summary>
    public JsonObject JsonObject(string key)
    {
        _known.Add(key);
        _objects.Add(key);
        if (JsonSetting.Read(_root.At(key)) is { } json)
        {
            return json;
        }

        // Not shown: headers of MCP servers, with their tokens, stand in it.
        Reject(key, null, "must be a JSON object");
        return [];
    }

    /// <summary>A setting that has no default and was not given.</summary>
    public void RejectUnset(string key, string needed)
    {
        if (!_problems.Any(problem => problem.Name == $"{section.Path}:{key}"))
        {
            Reject(key, null, needed);
        }
    }

    public void Reject(string key, string? value, string allowed) =>
        _problems.Add(new SettingProblem($"{section.Path}:{key}", value, allowed));

    /// <summary>Call first: the section itself is an object.</summary>
    public void ExpectObject()
    {
        if (_root.Value is { Length: > 0 })
        {
            _problems.Add(new SettingProblem(section.Path, null, "must be an object, not a text"));
        }
    }

    /// <summary>Call last: every key of the section that was not read is a problem.</summary>
    /// <exception cref="SettingsException">There was any problem.</exception>
    public void Finish()
    {
        foreach (var (path, _) in _root.Values())
        {
            if (path.Length == 0 || IsKnown(path))
            {
                continue;
            }

            var nearest = NearestName.Of(path, _known);
            Reject(path, null, nearest is null ? "unknown setting" : $"unknown setting; did you mean {section.Path}:{nearest}?");
        }

        if (_problems.Count > 0)
        {
            throw new SettingsException(_problems);
        }
    }

    private sealed record Entry(string Key, string Text);

    // By type and not generic: a generic one would be compiled anew for each enumeration.
    private sealed record Words(Array Values, string[] All)
    {
        public string Allowed { get; } = "one of " + string.Join(", ", All);

        public static Words Of(Type type) => new(Enum.GetValues(type), Array.ConvertAll(Enum.GetNames(type), JsonNamingPolicy.KebabCaseLower.ConvertName));

        public int IndexOf(string word) => Array.FindIndex(All, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
    }

    private bool IsKnown(string path) =>
        _known.Contains(path) || _objects.Any(key => path.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase));

    private string? Find(string key)
    {
        _known.Add(key);
        return _root.At(key).Value is { Length: > 0 } text ? text : null;
    }
}
