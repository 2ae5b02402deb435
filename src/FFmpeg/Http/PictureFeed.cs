using System.Diagnostics;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>The pictures of an answer by HTTP as packets: motion JPEG in whatever form, or the one picture that it is.</summary>
internal sealed unsafe class PictureFeed
{
    // Of motion JPEG, before the first sound picture.
    private const int MostUnreadable = 8;

    // What may stand behind a picture that is all of an answer.
    private const int Padding = 64;

    private readonly HttpAnswer _answer;
    private readonly IoHandle _io;
    private readonly JpegSplitter? _pictures;
    private readonly int _maxBytes;
    private readonly bool _hasLength;

    // Pictures that opening read.
    private readonly Queue<byte[]> _waiting = [];

    private byte[]? _still;

    // What was read to know what comes, and is not taken yet.
    private byte[] _head;
    private long? _started;
    private long _lastTime = -1;
    private bool _ended;

    private PictureFeed(HttpAnswer answer, int maxBytes)
    {
        (_answer, _io, _maxBytes, _head, _hasLength) = (answer, answer.Io, maxBytes, answer.Head.ToArray(), answer.Length is not null);
        if (!PictureHeader.IsPicture(_head) || _head[0] == 0xFF)
            _pictures = new JpegSplitter(maxBytes, answer.Boundary);
    }

    /// <summary>What the first picture says.</summary>
    internal PictureHeader Header { get; private set; }

    /// <summary>The answer was one picture: whoever wants another asks again.</summary>
    internal bool IsStill { get; private set; }

    /// <summary>Pictures that were begun and came to nothing.</summary>
    internal long Lost => _pictures?.Lost ?? 0;

    /// <summary>Reads up to the first picture.</summary>
    /// <returns>Null where none came, with libav's number of the reason; end of file: it ended without one.</returns>
    /// <exception cref="MediaException">The first picture is of no kind that can be decoded, or larger than any may be.</exception>
    internal static PictureFeed? Open(HttpAnswer answer, int maxBytes, out int error)
    {
        var feed = new PictureFeed(answer, maxBytes);
        for (var left = answer.IsMotion ? MostUnreadable : 0; ; left--)
        {
            error = feed.NextOf(out var picture);
            if (error < 0)
                return null;
            if (!feed.TryRead(picture.Span, canWait: left > 0))
                continue;
            feed._waiting.Enqueue(picture.ToArray());
            feed.IsStill = !answer.IsMotion && feed.IsLast(picture.Length, answer.Length);
            return feed;
        }
    }

    /// <summary>As av_read_frame has it.</summary>
    internal int Read(PacketHandle packet)
    {
        ReadOnlyMemory<byte> picture;
        if (_waiting.TryDequeue(out var read))
            picture = read;
        else if (NextOf(out picture) is < 0 and var error)
            return error;
        if (LibAvCodec.av_new_packet(packet, picture.Length) < 0)
            return Errors.NoMemory;
        var target = new AvPacket(packet.Address);
        picture.Span.CopyTo(new Span<byte>((void*)target.Data, target.Size));
        target.SetKey();
        // Nothing in it tells a time: it is when it came.
        _started ??= Stopwatch.GetTimestamp();
        target.Pts = _lastTime = Math.Max((long)(Stopwatch.GetElapsedTime(_started.Value).TotalSeconds * 90_000), _lastTime + 1);
        if (IsStill)
            _still ??= picture.ToArray();
        return 0;
    }

    /// <summary>The one picture comes once more.</summary>
    /// <returns>Whether it can: more than one is gone.</returns>
    internal bool TryStartAgain()
    {
        if (_still is null)
            return false;
        _waiting.Enqueue(_still);
        return true;
    }

    /// <summary>A sender may begin in the middle of a picture.</summary>
    private bool TryRead(ReadOnlySpan<byte> picture, bool canWait)
    {
        try
        {
            Header = PictureHeader.Read(picture);
            return true;
        }
        catch (MediaException e) when (canWait && e.Kind == MediaErrorKind.InvalidData)
        {
            return false;
        }
    }

    private int NextOf(out ReadOnlyMemory<byte> picture) => _pictures is null ? Whole(out picture) : Next(_pictures, out picture);

    private int Next(JpegSplitter pictures, out ReadOnlyMemory<byte> picture)
    {
        while (!pictures.TryNext(out picture))
        {
            if (_ended)
                return pictures.TryLast(out picture) ? 0 : Errors.EndOfFile;
            if (Fill(pictures) is < 0 and var error)
                return error;
        }

        return 0;
    }

    private int Fill(JpegSplitter pictures)
    {
        var space = pictures.Space();
        var read = Take(space);
        if (read < 0)
            return read;
        _answer.NotePart(space[..read]);
        pictures.Add(read);
        _ended = read == 0;
        return 0;
    }

    /// <summary>A PNG or WebP: to the end of the answer.</summary>
    private int Whole(out ReadOnlyMemory<byte> picture)
    {
        picture = default;
        if (_ended)
            return Errors.EndOfFile;
        var (bytes, length) = (new byte[Math.Min(_maxBytes, 64 * 1024)], 0);
        while (Take(bytes.AsSpan(length)) is var read and not 0)
        {
            if (read < 0)
                return read;
            length += read;
            if (length == _maxBytes)
                throw new MediaException(MediaErrorKind.TooLarge, $"the picture has more than {_maxBytes} bytes");
            if (length == bytes.Length)
                Array.Resize(ref bytes, (int)Math.Min(_maxBytes, 2L * length));
        }

        _ended = true;
        picture = bytes.AsMemory(0, length);
        return 0;
    }

    /// <returns>Bytes, 0 at the end, or an error.</returns>
    private int Take(Span<byte> space)
    {
        if (_head.Length > 0)
        {
            var count = Math.Min(_head.Length, space.Length);
            _head.AsSpan(0, count).CopyTo(space);
            _head = _head[count..];
            return count;
        }

        int read;
        fixed (byte* target = space)
            read = LibAvFormat.avio_read_partial(_io.Address, target, space.Length);
        // Of an answer that says no length, libav takes the end for a failure.
        return read == Errors.EndOfFile || read == Errors.Io && !_hasLength ? 0 : read;
    }

    /// <summary>Whether no second picture follows the first: by the answer's length, or by reading on to its end.</summary>
    private bool IsLast(int first, long? length)
    {
        if (_pictures is null || length <= first + Padding || Next(_pictures, out var second) < 0)
            return true;
        _waiting.Enqueue(second.ToArray());
        return false;
    }
}
