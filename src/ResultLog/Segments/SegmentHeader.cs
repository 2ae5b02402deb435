using System.Buffers.Binary;
using ResultLog.Recovery;

namespace ResultLog.Segments;

/// <summary>What a segment file begins with. Numbers are little endian.</summary>
/// <remarks>
/// <code>
///  0         8         12        28        44            52            60    64
///  +---------+---------+---------+---------+-------------+-------------+-----+
///  | magic   | version | log id  | boot id | first       | end before  | crc |
///  +---------+---------+---------+---------+-------------+-------------+-----+
/// </code>
/// </remarks>
/// <param name="LogId">The same in all segments of a log: a sink that keeps offsets elsewhere tells two logs apart by it.</param>
/// <param name="BootId">Of the machine when the segment was begun.</param>
/// <param name="First">Offset of the first record.</param>
/// <param name="EndBefore">One past the last offset of the segment before, so that a missing one is noticed.</param>
public readonly record struct SegmentHeader(Guid LogId, Guid BootId, long First, long EndBefore)
{
    public const int Size = 64;

    /// <summary>Later versions may change records, but keep this header, so that an earlier server can say what it met.</summary>
    public const int CurrentVersion = 1;

    private static ReadOnlySpan<byte> Magic => "STRMLOG\n"u8;

    public int Version { get; private init; } = CurrentVersion;

    /// <returns>False where it is cut off or damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out SegmentHeader header)
    {
        header = default;
        if (bytes.Length < Size || !bytes.StartsWith(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(bytes[60..]) != Crc32C.Of(bytes[..60]))
            return false;
        header = new(
            new Guid(bytes[12..28]), new Guid(bytes[28..44]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[44..]), BinaryPrimitives.ReadInt64LittleEndian(bytes[52..]))
        {
            Version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
        };
        return true;
    }

    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Version);
        LogId.TryWriteBytes(bytes.AsSpan(12));
        BootId.TryWriteBytes(bytes.AsSpan(28));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(44), First);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(52), EndBefore);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(60), Crc32C.Of(bytes.AsSpan(0, 60)));
        return bytes;
    }
}
