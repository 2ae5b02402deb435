using System.Numerics;
using Microsoft.Win32.SafeHandles;

namespace ResultLog.Segments;

/// <summary>A stretch of a segment in memory that moves on as it is read.</summary>
/// <param name="usualBytes">Its size, unless a record is larger.</param>
internal sealed class SegmentWindow(int usualBytes) : IDisposable
{
    private byte[] _buffer = [];
    private SafeFileHandle? _file;
    private long _position;
    private int _start;
    private int _end;

    /// <summary>Holds until the next <see cref="Fill"/>.</summary>
    public ReadOnlyMemory<byte> Unread => _buffer.AsMemory(_start.._end);

    /// <summary>Place in the file of the first unread byte.</summary>
    public long Position => _position - (_end - _start);

    /// <exception cref="FileNotFoundException">It was deleted.</exception>
    public void Open(string path, long position)
    {
        Dispose();
        // Opened by itself: a segment that is deleted meanwhile can still be read to its end.
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Segment.Shared);
        (_position, _start, _end) = (position, 0, 0);
    }

    public void Consume(int bytes) => _start += bytes;

    /// <summary>Reads on, at most to <paramref name="length"/>; grows where not even one record fits.</summary>
    /// <returns>Whether that end, or the file's, is now in the window.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public bool Fill(long length)
    {
        if (_position >= length)
            return true;
        EnsureSpace(length - _position);
        var wanted = (int)Math.Min(_buffer.Length - _end, length - _position);
        var read = RandomAccess.Read(_file!, _buffer.AsSpan(_end, wanted), _position);
        (_position, _end) = (_position + read, _end + read);
        return read == 0 || _position >= length;
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Moves what is unread to the front. Small as long as little is read at once, and twice as large where not even one record fits.</summary>
    private void EnsureSpace(long more)
    {
        var unread = Unread;
        var size = unread.Length == _buffer.Length ? 2 * unread.Length : _buffer.Length;
        size = (int)Math.Max(size, Math.Min(usualBytes, unread.Length + more));
        var target = size > _buffer.Length ? new byte[BitOperations.RoundUpToPowerOf2((uint)size)] : _buffer;
        unread.Span.CopyTo(target);
        (_buffer, _start, _end) = (target, 0, unread.Length);
    }
}
