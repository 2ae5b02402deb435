using System.Buffers.Binary;

namespace ResultLog.Read;

/// <summary>The payload of a <see cref="RecordKind.Gap"/>: what a sink does not get, and why.</summary>
/// <param name="Count">Records that are missing; at least so many where a reboot lies between.</param>
/// <param name="First">First and last offset that are missing; -1 where the records never had one.</param>
internal readonly record struct GapMarker(GapCause Cause, long Count, long First, long Last)
{
    // cause u8, then count, first and last as i64, little endian.
    public const int Size = 25;

    public static bool TryRead(ReadOnlySpan<byte> payload, out GapMarker gap)
    {
        gap = default;
        if (payload.Length != Size || !Enum.IsDefined((GapCause)payload[0]))
            return false;
        gap = new(
            (GapCause)payload[0],
            BinaryPrimitives.ReadInt64LittleEndian(payload[1..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[9..]),
            BinaryPrimitives.ReadInt64LittleEndian(payload[17..]));
        return true;
    }

    public void Write(Span<byte> target)
    {
        target[0] = (byte)Cause;
        BinaryPrimitives.WriteInt64LittleEndian(target[1..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(target[9..], First);
        BinaryPrimitives.WriteInt64LittleEndian(target[17..], Last);
    }
}

/// <summary>Why records are missing. The numbers are on disk and never change.</summary>
internal enum GapCause : byte
{
    /// <summary>They never came into the log: the disk was full or failed, or the full-policy refused them. All sinks miss them.</summary>
    NotAccepted = 1,

    /// <summary>The log's size or age limit took them before this sink had them.</summary>
    Trimmed = 2,

    /// <summary>They are damaged on the disk, or their segment is missing.</summary>
    Unreadable = 3,
}
