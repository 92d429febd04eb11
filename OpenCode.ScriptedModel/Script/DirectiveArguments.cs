using System.Globalization;

namespace OpenCode.ScriptedModel.Script;

/// <summary>The body of a directive, read and checked against what its kind takes.</summary>
internal sealed class DirectiveArguments
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(1);

    private readonly Dictionary<string, string> _options = [];

    private DirectiveArguments(string words) => Words = words;

    /// <summary>The free words, joined by one space each.</summary>
    public string Words { get; }

    /// <exception cref="DirectiveException">A quote is open, an option is unknown, or free words have no meaning.</exception>
    public static DirectiveArguments Parse(string body, DirectiveKind kind)
    {
        IReadOnlyList<ShellWord> all;
        try
        {
            all = ShellWords.Split(body);
        }
        catch (DirectiveException) when (kind.IsProse)
        {
            return new DirectiveArguments(body);
        }

        bool IsOption(ShellWord word) => word.KeyLength > 0 && (!kind.IsProse || kind.Takes(word.Key));
        var arguments = new DirectiveArguments(string.Join(' ', all.Where(word => !IsOption(word)).Select(word => word.Text)));
        foreach (var word in all.Where(IsOption))
        {
            arguments.Set(word.Key, word.Value, kind);
        }

        if (arguments.Words.Length > 0 && !kind.IsProse)
        {
            arguments.SetWords(kind);
        }

        return arguments;
    }

    public string? Text(string option) => _options.GetValueOrDefault(option);

    public string Text(string option, string otherwise) => _options.GetValueOrDefault(option, otherwise);

    /// <summary>The option, split at <c>|</c>, each part trimmed.</summary>
    public string[] List(string option, string otherwise) =>
        Text(option, otherwise).Split('|', StringSplitOptions.TrimEntries);

    /// <exception cref="DirectiveException">Not a whole number within the bounds.</exception>
    public int? Whole(string option, int from, int to)
    {
        if (Text(option) is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= from && value <= to
            ? value
            : throw new DirectiveException($"{option} must be a whole number from {from} to {to}, not '{text}'");
    }

    /// <summary>A time in seconds, e.g. <c>0.05</c>.</summary>
    /// <exception cref="DirectiveException">Not a number, negative, or longer than a day.</exception>
    public TimeSpan Seconds(string option, TimeSpan otherwise)
    {
        if (Text(option) is not { } text)
        {
            return otherwise;
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out var value) && value <= LongestPause.TotalSeconds
            ? TimeSpan.FromSeconds(value)
            : throw new DirectiveException($"{option} must be seconds from 0 to {LongestPause.TotalSeconds}, not '{text}'");
    }

    /// <exception cref="DirectiveException">Neither <c>true</c> nor <c>false</c>.</exception>
    public bool Flag(string option) => Text(option, "false") switch
    {
        "true" => true,
        "false" => false,
        var text => throw new DirectiveException($"{option} must be true or false, not '{text}'"),
    };

    private void Set(string option, string value, DirectiveKind kind)
    {
        if (!kind.Takes(option))
        {
            var known = string.Join(", ", kind.Options.Append(DirectiveKind.Delay).Distinct());
            throw new DirectiveException($"it has no option '{option}', only {known}");
        }

        _options[option] = value;
    }

    private void SetWords(DirectiveKind kind)
    {
        if (kind.WordsMean is not { } option)
        {
            throw new DirectiveException($"it takes no free words, but there is '{Words}'; a value with spaces needs quotes");
        }

        if (!_options.TryAdd(option, Words))
        {
            throw new DirectiveException($"both {option}= and the free words '{Words}' are given; a value with spaces needs quotes");
        }
    }
}
