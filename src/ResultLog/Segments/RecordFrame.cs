using System.Buffers.Binary;

namespace ResultLog.Segments;

/// <summary>A record as it lies in a segment. Numbers are little endian.</summary>
/// <remarks>
/// <code>
///  0         4         8              16              24     25
///  +---------+---------+--------------+---------------+------+---------
///  | length  | crc     | offset       | time, Unix ms | kind | payload
///  +---------+---------+--------------+---------------+------+---------
///                       `------- length bytes, which the CRC-32C covers
/// </code>
/// </remarks>
internal readonly ref struct RecordFrame
{
    public const int HeaderSize = 25;

    /// <summary>A result of 1,000 poses has about 700 KB.</summary>
    public const int MaxPayload = 4 << 20;

    private const int Covered = 8;

    private RecordFrame(long offset, long unixMilliseconds, RecordKind kind, ReadOnlySpan<byte> payload)
    {
        (Offset, UnixMilliseconds, Kind) = (offset, unixMilliseconds, kind);
        Payload = payload;
    }

    public long Offset { get; }

    public long UnixMilliseconds { get; }

    public RecordKind Kind { get; }

    public ReadOnlySpan<byte> Payload { get; }

    public int Size => HeaderSize + Payload.Length;

    /// <summary>Reads the frame that <paramref name="bytes"/> begin with.</summary>
    /// <param name="from">The least offset that can stand here.</param>
    /// <param name="to">The least offset that cannot any more.</param>
    public static ParseStatus Parse(ReadOnlySpan<byte> bytes, long from, long to, out RecordFrame frame)
    {
        frame = default;
        if (bytes.Length < HeaderSize)
            return ParseStatus.Incomplete;
        var size = Covered + (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        if (size is < HeaderSize or > HeaderSize + MaxPayload || offset < from || offset >= to)
            return ParseStatus.Damaged;
        if (bytes.Length < size)
            return ParseStatus.Incomplete;
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) != Crc32C.Of(bytes[Covered..(int)size]))
            return ParseStatus.Damaged;
        frame = new(offset, BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]), (RecordKind)bytes[24], bytes[HeaderSize..(int)size]);
        return ParseStatus.Complete;
    }

    /// <returns>Bytes written: <see cref="HeaderSize"/> more than the payload has.</returns>
    public static int Write(Span<byte> target, long offset, long unixMilliseconds, RecordKind kind, ReadOnlySpan<byte> payload)
    {
        var size = HeaderSize + payload.Length;
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], offset);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], unixMilliseconds);
        target[24] = (byte)kind;
        payload.CopyTo(target[HeaderSize..]);
        BinaryPrimitives.WriteInt32LittleEndian(target, size - Covered);
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Crc32C.Of(target[Covered..size]));
        return size;
    }
}

internal enum ParseStatus
{
    Complete,

    /// <summary>It may be one, but its end is not there.</summary>
    Incomplete,

    /// <summary>No record begins here.</summary>
    Damaged,
}
