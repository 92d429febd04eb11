using System.Text;

namespace OpenCode.ScriptedModel.Script;

/// <summary>A word after its quotes are gone.</summary>
/// <param name="KeyLength">Length of the key of <c>key=value</c>; 0 when it is an ordinary word.</param>
internal readonly record struct ShellWord(string Text, int KeyLength)
{
    public string Key => Text[..KeyLength];

    public string Value => Text[(KeyLength + 1)..];
}

/// <summary>
/// Splits as a POSIX shell does: <c>'…'</c> is literal, in <c>"…"</c> a backslash escapes <c>"</c> and <c>\</c>, outside of
/// quotes it escapes anything. Nothing is expanded. As in a shell, quoting the key makes <c>'a=b'</c> an ordinary word.
/// </summary>
internal ref struct ShellWords
{
    private readonly StringBuilder _word;
    private readonly string _text;
    private int _at;
    private int _keyLength;
    private bool _keyIsOver;

    private ShellWords(string text)
    {
        _text = text;
        _word = new StringBuilder();
    }

    /// <exception cref="DirectiveException">A quote is not closed, or a backslash is the last character.</exception>
    public static IReadOnlyList<ShellWord> Split(string text)
    {
        var reader = new ShellWords(text);
        var words = new List<ShellWord>();
        while (reader.TryReadWord(out var word))
        {
            words.Add(word);
        }

        return words;
    }

    private bool TryReadWord(out ShellWord word)
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        (_keyLength, _keyIsOver) = (0, false);
        _word.Clear();
        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]))
        {
            ReadPiece();
        }

        word = new ShellWord(_word.ToString(), _keyLength);
        return _at > start;
    }

    private void ReadPiece()
    {
        var c = _text[_at++];
        if (c is '\'' or '"')
        {
            _keyIsOver = true;
            ReadQuoted(c);
        }
        else if (c == '\\')
        {
            _keyIsOver = true;
            _word.Append(Next("a backslash at the end escapes nothing"));
        }
        else
        {
            ReadPlain(c);
        }
    }

    private void ReadPlain(char c)
    {
        if (!_keyIsOver && !(char.IsAsciiLetter(c) || c == '_'))
        {
            _keyIsOver = true;
            _keyLength = c == '=' ? _word.Length : 0;
        }

        _word.Append(c);
    }

    private void ReadQuoted(char quote)
    {
        var unclosed = $"a quote {quote} is not closed";
        for (var c = Next(unclosed); c != quote; c = Next(unclosed))
        {
            if (quote == '"' && c == '\\')
            {
                c = Next(unclosed);
                if (c is not ('"' or '\\'))
                {
                    _word.Append('\\');
                }
            }

            _word.Append(c);
        }
    }

    private char Next(string otherwise) => _at < _text.Length ? _text[_at++] : throw new DirectiveException(otherwise);
}
