using System.Buffers.Binary;

namespace FFmpeg;

/// <summary>Finds the JPEG pictures in bytes that come piece by piece, by the pictures themselves (ITU-T T.81, annex B): what stands between them is passed over.</summary>
/// <remarks>
/// Motion JPEG over HTTP has boundaries and lengths around its pictures, and cameras leave them out, double them, and get them wrong. A picture
/// begins at FF D8 FF, its segments tell their lengths, and in its entropy-coded data every FF that is no marker is stuffed. It ends with FF D9;
/// without that, where the next one begins, or at the line that was the boundary before.
/// </remarks>
/// <param name="maxBytes">The largest picture. A larger one is passed over; no more memory than this is ever taken.</param>
/// <param name="boundary">What the answer's type says it is; what stands before the pictures says it better. Empty where nothing does.</param>
internal sealed class JpegSplitter(int maxBytes, string boundary = "")
{
    private const int FirstBuffer = 64 * 1024, LeastSpace = 16 * 1024, LongestBoundary = 200;

    // What a boundary is looked for in: a part's header has two or three short lines.
    private const int LongestHeader = 1024;

    private const byte StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA;

    private static readonly byte[] Start = [0xFF, StartOfImage, 0xFF];

    private byte[] _buffer = new byte[Math.Min(FirstBuffer, maxBytes)];

    // What is not given away or passed over yet is _begin.._end; it was looked at up to _at, and for a boundary up to _searched.
    private int _begin, _end, _at, _searched;
    private Within _within;
    private bool _hasScan;
    private bool _anyWhole;
    private byte[] _boundary = Line(boundary);

    private enum Within
    {
        Nothing,
        Segments,
        EntropyCoded,
    }

    /// <summary>Pictures that were begun and came to nothing.</summary>
    public long Lost { get; private set; }

    /// <summary>Where the next bytes go; never empty. It and pictures given before are invalid after the next call.</summary>
    public Span<byte> Space()
    {
        if (_end - _begin == maxBytes)
            GiveUp(_end);
        if (_begin > 0)
        {
            _buffer.AsSpan(_begin, _end - _begin).CopyTo(_buffer);
            (_end, _at, _searched, _begin) = (_end - _begin, _at - _begin, Math.Max(0, _searched - _begin), 0);
        }

        if (_buffer.Length - _end < LeastSpace && _buffer.Length < maxBytes)
            Array.Resize(ref _buffer, (int)Math.Min(maxBytes, 2L * _buffer.Length));
        return _buffer.AsSpan(_end);
    }

    /// <summary>So many bytes were written to <see cref="Space"/>.</summary>
    public void Add(int count) => _end += count;

    /// <summary>The next picture that is there; false where more bytes are needed.</summary>
    /// <param name="picture">Valid until the next call of anything here.</param>
    public bool TryNext(out ReadOnlyMemory<byte> picture)
    {
        while (_within switch { Within.Nothing => Seek(), Within.Segments => ReadSegment(), _ => PassEntropy() } is { } end)
        {
            if (end == 0)
                continue;
            picture = Give(end);
            return true;
        }

        picture = default;
        return false;
    }

    /// <summary>No bytes follow: what is there of a picture, if its sender never writes FF D9 or it is the first.</summary>
    public bool TryLast(out ReadOnlyMemory<byte> picture)
    {
        picture = default;
        if (_within == Within.Nothing)
            return false;
        if (_hasScan && !_anyWhole)
        {
            picture = Give(_end);
            return true;
        }

        GiveUp(_end);
        return false;
    }

    // Each step answers the end of a picture, 0 to go on, or null where more bytes are needed.

    private int? Seek()
    {
        var found = _buffer.AsSpan(_at, _end - _at).IndexOf(Start);
        if (found < 0)
        {
            _at = Math.Max(_at, _end - (Start.Length - 1));
            _begin = Math.Max(_begin, _at - LongestHeader);
            return null;
        }

        var start = _at + found;
        Learn(_buffer.AsSpan(Math.Max(_begin, start - LongestHeader)..start));
        Begin(start);
        return 0;
    }

    private void Begin(int start) => (_within, _hasScan, _begin, _at, _searched) = (Within.Segments, false, start, start + 2, start);

    /// <summary>FF marker length(2, counts itself) payload</summary>
    private int? ReadSegment()
    {
        // Bytes between segments are passed over, as decoders do.
        var at = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)0xFF);
        _at = at < 0 ? _end : _at + at;
        var marker = _at;
        while (marker < _end && _buffer[marker] == 0xFF)
            marker++;
        if (marker >= _end)
            return null;
        switch (_buffer[marker])
        {
            case StartOfImage when marker + 1 >= _end:
                return null;
            case StartOfImage when _buffer[marker + 1] == 0xFF:
                Lost++;
                Begin(marker - 1);
                return 0;
            case EndOfImage:
                _anyWhole |= _hasScan;
                if (_hasScan)
                    return marker + 1;
                return GiveUp(marker + 1);
            case 0 or 1 or (>= 0xD0 and <= StartOfImage):
                _at = marker + 1;
                return 0;
            default:
                return PassSegment(marker);
        }
    }

    private int? PassSegment(int marker)
    {
        if (marker + 3 > _end)
            return null;
        int length = BinaryPrimitives.ReadUInt16BigEndian(_buffer.AsSpan(marker + 1));
        if (length < 2)
            return GiveUp(_begin + 2);
        if (marker + 1 + length > _end)
            return null;
        _at = marker + 1 + length;
        if (_buffer[marker] == StartOfScan)
            (_within, _hasScan, _searched) = (Within.EntropyCoded, true, _at);
        return 0;
    }

    private int? PassEntropy()
    {
        while (_buffer.AsSpan(_at, _end - _at).IndexOf((byte)0xFF) is var next and >= 0)
        {
            _at += next;
            if (_at + 1 >= _end || _buffer[_at + 1] == StartOfImage && _at + 2 >= _end)
                return SearchBoundary(_end);
            switch (_buffer[_at + 1])
            {
                case StartOfImage when _buffer[_at + 2] != 0xFF:
                case 0 or (> 0 and < 0xC0) or (>= 0xD0 and <= 0xD7):
                    _at += 2;
                    break;
                case 0xFF:
                    _at++;
                    break;
                default:
                    return SearchBoundary(_at) ?? EndEntropy();
            }
        }

        _at = _end;
        return SearchBoundary(_end);
    }

    private int EndEntropy()
    {
        switch (_buffer[_at + 1])
        {
            case EndOfImage:
                _anyWhole = true;
                return _at + 2;
            case StartOfImage:
                return _at;
            default:
                _within = Within.Segments;
                return 0;
        }
    }

    /// <summary>Entropy-coded data ends before a line that is the boundary, where no marker has ended it.</summary>
    private int? SearchBoundary(int upTo)
    {
        if (_boundary.Length == 0)
            return null;
        for (var rest = _searched; _buffer.AsSpan(rest, upTo - rest).IndexOf(_boundary) is var found and >= 0; rest += found + 1)
        {
            var (at, after) = (rest + found, rest + found + _boundary.Length);
            // A line of its own: its beginning might be anything's.
            if (after < upTo && _buffer[after] is (byte)'\r' or (byte)'\n' or (byte)'-')
                return _buffer[at - 1] == '\r' ? at - 1 : at;
        }

        _searched = Math.Max(_searched, upTo - _boundary.Length - 1);
        return null;
    }

    private ReadOnlyMemory<byte> Give(int end)
    {
        var picture = _buffer.AsMemory(_begin, end - _begin);
        (_within, _begin, _at, _searched) = (Within.Nothing, end, end, end);
        return picture;
    }

    /// <summary>It was no picture: looks for the next from there.</summary>
    private int? GiveUp(int from)
    {
        Lost += _within == Within.Nothing ? 0 : 1;
        (_within, _begin, _at, _searched) = (Within.Nothing, from, from, from);
        return 0;
    }

    /// <summary>The last line before a picture that begins with two dashes is how its parts are parted, whatever the answer's type said.</summary>
    private void Learn(ReadOnlySpan<byte> header)
    {
        while (header.LastIndexOf("--"u8) is var at and >= 0)
        {
            var line = header[at..];
            if (at == 0 || header[at - 1] is (byte)'\n')
            {
                line = line[..(line.IndexOfAny((byte)'\r', (byte)'\n') is var end and >= 0 ? end : line.Length)];
                if (line.Length is > 2 and <= LongestBoundary && !line.SequenceEqual(_boundary.AsSpan(Math.Min(1, _boundary.Length))))
                    _boundary = [(byte)'\n', .. line];
                return;
            }

            header = header[..at];
        }
    }

    private static byte[] Line(string boundary) => boundary.Length is 0 or > LongestBoundary ? [] : [(byte)'\n', .. "--"u8, .. System.Text.Encoding.Latin1.GetBytes(boundary)];
}
