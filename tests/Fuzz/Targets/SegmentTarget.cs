using ResultLog;
using ResultLog.Read;
using ResultLog.Segments;
using Xunit;

namespace Fuzz.Targets;

/// <summary>A segment as a broken disk may leave it: records that are read are whole and in order, however the bytes come in.</summary>
public sealed class SegmentTarget : FuzzTarget
{
    private const int Records = 6;

    public override IEnumerable<byte[]> Seeds => [Segment(size: 40), Segment(size: 300), Header()];

    public override bool Feed(byte[] input)
    {
        var header = SegmentHeader.TryRead(input, out var read) && read.ToBytes().AsSpan().SequenceEqual(input.AsSpan(0, SegmentHeader.Size));
        Cursor.Newest(input);
        GapMarker.TryRead(input, out _);

        var records = input.AsSpan(Math.Min(input.Length, SegmentHeader.Size));
        var offsets = Scan(records, records.Length);
        Assert.Equal(offsets, Scan(records, 1));
        Assert.Equal(offsets, Scan(records, 100));
        return header;
    }

    /// <summary>Reads as a window does that gets so many bytes more at a time.</summary>
    private static List<long> Scan(ReadOnlySpan<byte> bytes, int step)
    {
        var (offsets, next, start, end, damaged) = (new List<long>(), 0L, 0, 0, 0L);
        Span<byte> again = new byte[bytes.Length];
        while (end < bytes.Length)
        {
            end = Math.Min(bytes.Length, end + Math.Max(1, step));
            var scanner = new RecordScanner(bytes[start..end], next, Records, end == bytes.Length);
            while (scanner.TryRead(out var frame))
            {
                Assert.InRange(frame.Offset, next, Records - 1);
                next = frame.Offset + 1;
                offsets.Add(frame.Offset);
                var size = RecordFrame.Write(again, frame.Offset, frame.UnixMilliseconds, frame.Kind, frame.Payload);
                Assert.True(again[..size].SequenceEqual(bytes.Slice(start + scanner.Position - size, size)));
            }

            start += scanner.Position;
            damaged += scanner.Damaged;
        }

        Assert.Equal(bytes.Length, start);
        Assert.True(damaged > 0 || offsets.Count * RecordFrame.HeaderSize <= bytes.Length);
        return offsets;
    }

    private static byte[] Header() => new SegmentHeader(Guid.Empty, Guid.Empty, 0, 0).ToBytes();

    private static byte[] Segment(int size)
    {
        var frames = new byte[Records * (RecordFrame.HeaderSize + size)];
        var at = 0;
        for (var number = 0; number < Records; number++)
            at += RecordFrame.Write(frames.AsSpan(at), number, 1_767_322_800_000, RecordKind.Result, Enumerable.Repeat((byte)number, size).ToArray());
        return [.. Header(), .. frames];
    }
}
