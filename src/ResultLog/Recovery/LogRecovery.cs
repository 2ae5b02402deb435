using System.Buffers.Binary;
using System.Globalization;
using ResultLog.Segments;

namespace ResultLog.Recovery;

/// <summary>Opens the segments that an earlier start left: reads every header, scans the last segment, and cuts what is torn off its end.</summary>
/// <remarks>Damage before the last whole record stays where it is: readers step over it and say what is missing.</remarks>
internal sealed class LogRecovery(string folder, Guid bootId)
{
    private const int ScanBytes = 1 << 20;

    private readonly List<FoundSegment> _found = [];
    private long _truncated;

    /// <param name="Header">As found, or what its name tells where it is damaged.</param>
    private sealed record FoundSegment(string Path, SegmentHeader Header, bool IsSound, long Length, long FirstTime, long LastTime);

    /// <param name="highestCursor">No sink has acknowledged beyond.</param>
    /// <exception cref="IOException">The folder cannot be read or written.</exception>
    /// <exception cref="LogFolderException">A newer version wrote the log.</exception>
    public RecoveredLog Run(long highestCursor)
    {
        Find();
        var (end, length) = DropHollowEnd();
        var segments = new List<Segment>(_found.Count);
        for (var i = 0; i < _found.Count - 1; i++)
            segments.Add(ToSegment(_found[i], _found[i + 1].Header.EndBefore, _found[i].Length, isSealed: true));

        var next = end;
        if (_found is [.., var last])
        {
            Truncate(last, length);
            var rebooted = last.Header.BootId != bootId || highestCursor > end;
            segments.Add(ToSegment(last, end, length, isSealed: rebooted || !last.IsSound));
            next = rebooted ? LogOffset.NextRun(Math.Max(end, highestCursor)) : end;
        }
        else if (highestCursor > 0)
        {
            next = LogOffset.NextRun(highestCursor);
        }

        return new(_found.LastOrDefault(found => found.IsSound)?.Header.LogId ?? Guid.CreateVersion7(), segments, end, next, _truncated);
    }

    private void Find()
    {
        foreach (var path in Directory.GetFiles(folder, "*" + Segment.Extension).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (long.TryParse(name[..^Segment.Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && Segment.Name(first) == name)
                _found.Add(Scan(path, first));
        }
    }

    private FoundSegment Scan(string path, long first)
    {
        Span<byte> head = stackalloc byte[SegmentHeader.Size + RecordFrame.HeaderSize];
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, Segment.Shared);
        head = head[..RandomAccess.Read(file, head, 0)];
        var isSound = SegmentHeader.TryRead(head, out var header) && header.First == first;
        if (isSound && header.Version > SegmentHeader.CurrentVersion)
            throw new LogFolderException($"{path} was written by a newer version of the server; run that, or name another Server:DataDirectory");
        var written = new DateTimeOffset(File.GetLastWriteTimeUtc(path)).ToUnixTimeMilliseconds();
        if (!isSound)
            // No boot's: what is lost of it is not known, as after a reboot.
            header = new(Guid.Empty, Guid.Empty, first, first);
        return new(path, header, isSound, RandomAccess.GetLength(file), FirstTime(head, first) ?? written, written);
    }

    // The time of the first record, if its head is there; its CRC is not looked at, as an age may be wrong.
    private static long? FirstTime(ReadOnlySpan<byte> head, long first) =>
        head.Length == SegmentHeader.Size + RecordFrame.HeaderSize && BinaryPrimitives.ReadInt64LittleEndian(head[(SegmentHeader.Size + 8)..]) == first
            ? BinaryPrimitives.ReadInt64LittleEndian(head[(SegmentHeader.Size + 16)..])
            : null;

    /// <summary>Deletes segments at the end that were hardly begun: no record in them, nor a sound header.</summary>
    /// <returns>Where the last segment's whole records end, as offset and in bytes.</returns>
    private (long End, long Length) DropHollowEnd()
    {
        while (_found is [.., var last])
        {
            var (end, length) = Scan(last);
            if (last.IsSound || end > last.Header.First)
                return (end, length);
            _truncated += last.Length;
            File.Delete(last.Path);
            _found.RemoveAt(_found.Count - 1);
        }

        return (0, 0);
    }

    private static (long End, long Length) Scan(FoundSegment found)
    {
        using var window = new SegmentWindow(ScanBytes);
        window.Open(found.Path, SegmentHeader.Size);
        var first = found.Header.First;
        var limit = first + 1 + found.Length / RecordFrame.HeaderSize;
        var (end, length) = (first, (long)SegmentHeader.Size);
        for (var isLast = false; !isLast;)
        {
            isLast = window.Fill(found.Length);
            var scanner = new RecordScanner(window.Unread.Span, end, limit, isLast);
            while (scanner.TryRead(out var frame))
                (end, length) = (frame.Offset + 1, window.Position + scanner.Position);
            window.Consume(scanner.Position);
        }

        return (end, length);
    }

    private void Truncate(FoundSegment last, long length)
    {
        if (last.Length <= length)
            return;
        _truncated += last.Length - length;
        using var file = File.OpenHandle(last.Path, FileMode.Open, FileAccess.Write, Segment.Shared);
        RandomAccess.SetLength(file, length);
    }

    private static Segment ToSegment(FoundSegment found, long end, long length, bool isSealed) =>
        Segment.Found(found.Path, found.Header, new SegmentExtent(end, length, found.FirstTime, found.LastTime), isSealed);
}

/// <summary>What a start found in the log's folder, ready to go on.</summary>
/// <param name="Segments">By offset. Only the last may be open for appending; where it is sealed, or there is none, the next append begins one.</param>
/// <param name="End">One past the last record's offset.</param>
/// <param name="Next">The offset that the next record gets.</param>
/// <param name="TruncatedBytes">Cut from the end: they made no whole record.</param>
internal sealed record RecoveredLog(Guid Id, IReadOnlyList<Segment> Segments, long End, long Next, long TruncatedBytes);
