using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace ResultLog.Segments;

/// <summary>One file of the log. The appender, who holds the log's gate, writes it; readers open it for themselves.</summary>
/// <remarks>Only bytes before <see cref="Length"/> are records: what lies behind is a write that failed, and is written over.</remarks>
public sealed class Segment : IDisposable
{
    public const string Extension = ".log";

    /// <summary>The log's own handles never exclude each other; the folder's lock excludes other processes.</summary>
    public const FileShare Shared = FileShare.ReadWrite | FileShare.Delete;

    // Flushing must not meet a file that is just being closed; appending needs no such care.
    private readonly Lock _flushing = new();
    private readonly SafeFileHandle? _file;
    private long _length;
    private long _end;
    private long _firstTime;
    private long _lastTime;
    private long _flushed;
    private volatile bool _isSealed;

    private Segment(string path, SegmentHeader header, SafeFileHandle? file) => (Path, Header, _file, _end) = (path, header, file, header.First);

    public string Path { get; }

    public SegmentHeader Header { get; }

    public long First => Header.First;

    /// <summary>One past the last offset.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>In bytes, header included.</summary>
    public long Length => Volatile.Read(ref _length);

    /// <summary>When its first record was appended; 0 before that.</summary>
    public long FirstUnixMilliseconds => Volatile.Read(ref _firstTime);

    /// <summary>When its last record was.</summary>
    public long LastUnixMilliseconds => Volatile.Read(ref _lastTime);

    /// <summary>Nothing is appended any more: <see cref="Length"/> and <see cref="End"/>, read after this, are final.</summary>
    public bool IsSealed => _isSealed;

    public bool IsEmpty => Length <= SegmentHeader.Size;

    /// <summary>Twenty digits: sorted by name is sorted by offset.</summary>
    public static string Name(long first) => first.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public static Segment Create(string folder, SegmentHeader header)
    {
        var path = System.IO.Path.Combine(folder, Name(header.First));
        // No record has these offsets yet: a file of that name is left of an attempt that failed.
        var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, Shared);
        try
        {
            RandomAccess.Write(file, header.ToBytes(), 0);
            return new(path, header, file) { _length = SegmentHeader.Size };
        }
        catch
        {
            file.Dispose();
            File.Delete(path);
            throw;
        }
    }

    /// <summary>A segment of an earlier start.</summary>
    /// <param name="isSealed">Whether it is only read from now on.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static Segment Found(string path, SegmentHeader header, SegmentExtent extent, bool isSealed) =>
        new(path, header, isSealed ? null : File.OpenHandle(path, FileMode.Open, FileAccess.Write, Shared))
        {
            _end = extent.End,
            _length = extent.Length,
            _firstTime = extent.FirstUnixMilliseconds,
            _lastTime = extent.LastUnixMilliseconds,
            _isSealed = isSealed,
        };

    /// <param name="frames">Whole records.</param>
    /// <exception cref="IOException">The disk is full, or fails: as if nothing had been written.</exception>
    public void Append(ReadOnlySpan<byte> frames, long end, long unixMilliseconds)
    {
        RandomAccess.Write(_file!, frames, _length);
        if (IsEmpty)
            Volatile.Write(ref _firstTime, unixMilliseconds);
        Volatile.Write(ref _lastTime, unixMilliseconds);
        // A reader that sees the new end sees the new length too.
        Volatile.Write(ref _length, _length + frames.Length);
        Volatile.Write(ref _end, end);
    }

    public void Seal() => _isSealed = true;

    /// <summary>Waits until what was appended before the call is on the medium. Callers that come together share one wait.</summary>
    /// <exception cref="IOException">It may not be there.</exception>
    public void Flush()
    {
        var wanted = Length;
        lock (_flushing)
        {
            if (_flushed >= wanted || _file is null or { IsClosed: true })
                return;
            var flushing = Length;
            RandomAccess.FlushToDisk(_file);
            _flushed = flushing;
        }
    }

    /// <summary>Closes the file that is sealed; it is read through handles of its readers.</summary>
    public void Retire(bool flush)
    {
        try
        {
            if (flush)
                Flush();
        }
        catch (IOException)
        {
            // The file stays open: who flushes next meets the fault and tells it.
            return;
        }

        Dispose();
    }

    public void Delete()
    {
        Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is found at the next start, and deleted then.
        }
    }

    public void Dispose()
    {
        lock (_flushing)
            _file?.Dispose();
    }
}

/// <summary>How far a segment reaches.</summary>
/// <param name="End">One past the last offset.</param>
/// <param name="Length">In bytes, header included.</param>
public readonly record struct SegmentExtent(long End, long Length, long FirstUnixMilliseconds, long LastUnixMilliseconds);
