using System.Buffers;
using System.Globalization;
using System.Text;

namespace Inference.Model;

/// <summary>Reads the Python literals that Ultralytics writes into a model's metadata: what <c>repr</c> gives for plain data.</summary>
/// <remarks>
/// A value is null (None), bool, long, double, string, <c>object?[]</c> (list or tuple) or <c>Dictionary&lt;object, object?&gt;</c>
/// whose keys are bool, long, double or string; of two equal keys the last counts. Grammar: Python Language Reference §2.4 and §6.2,
/// less prefixes, triple quotes, concatenation, complex numbers and sets. Pure: text in, value or error out, never an exception.
/// </remarks>
internal ref struct PythonLiteral
{
    /// <summary>Characters; a thousand class names take about 20,000.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>Brackets inside brackets; Ultralytics nests two deep, and recursion must not end the process.</summary>
    public const int MaxDepth = 32;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("+-.0123456789eE");

    private readonly ReadOnlySpan<char> _text;
    private int _at;
    private int _depth;
    private string? _error;

    private PythonLiteral(ReadOnlySpan<char> text) => _text = text;

    /// <param name="error">What is wrong and at which character (from 1); empty when all is well.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out object? value, out string error)
    {
        value = null;
        error = $"is {text.Length} characters long, more than {MaxLength}";
        if (text.Length > MaxLength)
            return false;

        var parser = new PythonLiteral(text);
        var complete = parser.Value(out value) && (parser.Peek() == '\0' && parser._at == text.Length || parser.Fail("the end"));
        error = parser._error ?? "";
        return complete;
    }

    private bool Value(out object? value)
    {
        value = null;
        switch (Peek())
        {
            case '{' or '[' or '(': return Nested(out value);
            case '\'' or '"': return String(out value);
            case (>= '0' and <= '9') or '-' or '+' or '.': return Number(out value);
            default: return Word(out value);
        }
    }

    private bool Nested(out object? value)
    {
        value = null;
        if (_depth == MaxDepth)
            return Fail($"at most {MaxDepth} nested brackets");

        _depth++;
        var read = _text[_at++] switch
        {
            '{' => Dictionary(out value),
            '[' => Sequence(']', out value),
            _ => Sequence(')', out value),
        };
        _depth--;
        return read;
    }

    private bool Dictionary(out object? value)
    {
        var entries = new Dictionary<object, object?>();
        value = entries;
        while (!Take('}'))
        {
            if (!Value(out var key))
                return false;
            if (key is null or object?[] or Dictionary<object, object?>)
                return Fail("a string or a number as the key before this");
            if (!Take(':'))
                return Fail("':'");
            if (!Value(out var item))
                return false;

            entries[key] = item;
            if (!Take(',') && Peek() != '}')
                return Fail("',' or '}'");
        }
        return true;
    }

    private bool Sequence(char close, out object? value)
    {
        var items = new List<object?>();
        var comma = false;
        value = null;
        while (!Take(close))
        {
            if (!Value(out var item))
                return false;

            items.Add(item);
            comma = Take(',');
            if (!comma && Peek() != close)
                return Fail($"',' or '{close}'");
        }

        // (1) is the number, (1,) the tuple.
        value = close == ')' && items.Count == 1 && !comma ? items[0] : items.ToArray();
        return true;
    }

    private bool Number(out object? value)
    {
        var length = _text[_at..].IndexOfAnyExcept(NumberCharacters);
        var digits = length < 0 ? _text[_at..] : _text.Slice(_at, length);
        value = long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
            : double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real
            : null;
        if (value is null)
            return Fail("a number in the range of 64 bits");

        _at += digits.Length;
        return true;
    }

    private bool Word(out object? value)
    {
        (var word, value) = _text[_at..] switch
        {
            ['T', 'r', 'u', 'e', ..] => ("True", true),
            ['F', 'a', 'l', 's', 'e', ..] => ("False", (object?)false),
            ['N', 'o', 'n', 'e', ..] => ("None", null),
            _ => ("", null),
        };
        _at += word.Length;
        return word.Length > 0 || Fail("a value");
    }

    private bool String(out object? value)
    {
        value = null;
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] is not ('\n' or '\r'))
        {
            var character = _text[_at++];
            if (character == quote)
            {
                value = text.ToString();
                return true;
            }
            if (character != '\\')
                text.Append(character);
            else if (!Escape(text))
                return false;
        }
        return Fail($"a closing {quote}");
    }

    private bool Escape(StringBuilder text)
    {
        var escape = _at < _text.Length ? _text[_at++] : '\0';
        switch (escape)
        {
            case 'x': return CodePoint(2, text);
            case 'u': return CodePoint(4, text);
            case 'U': return CodePoint(8, text);
            case '\\' or '\'' or '"': text.Append(escape); return true;
            case 'n': text.Append('\n'); return true;
            case 'r': text.Append('\r'); return true;
            case 't': text.Append('\t'); return true;
            default: _at--; return Fail(@"one of \ ' "" n r t x u U after a backslash, as repr writes them");
        }
    }

    private bool CodePoint(int digits, StringBuilder text)
    {
        var hex = _text.Slice(_at, Math.Min(digits, _text.Length - _at));
        if (hex.Length < digits || !uint.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code))
            return Fail($"{digits} hexadecimal digits of a Unicode character");

        text.Append(new Rune(code).ToString());
        _at += digits;
        return true;
    }

    /// <summary>The next character that is no white space, or NUL at the end.</summary>
    private char Peek()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char expected)
    {
        var found = Peek() == expected;
        if (found)
            _at++;
        return found;
    }

    private bool Fail(string expected)
    {
        var found = _at < _text.Length ? $"'{_text[_at]}'" : "the end";
        _error ??= $"expected {expected}, but found {found} at character {_at + 1}";
        return false;
    }
}
