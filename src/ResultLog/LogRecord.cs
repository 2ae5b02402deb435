using ResultLog.Read;

namespace ResultLog;

/// <summary>One record as a sink sees it.</summary>
/// <param name="Offset">Rises by one from record to record of a run, see <see cref="LogOffset"/>. Of a gap: the last offset that is missing.</param>
/// <param name="UnixMilliseconds">When it was appended.</param>
/// <param name="Payload">Borrowed from the batch: it holds until the batch is filled anew.</param>
public readonly record struct LogRecord(long Offset, long UnixMilliseconds, RecordKind Kind, ReadOnlyMemory<byte> Payload);

/// <summary>What a record's payload is. The numbers are on disk and never change.</summary>
public enum RecordKind : byte
{
    /// <summary>A FrameResult, as protobuf.</summary>
    Result = 1,

    /// <summary>An event, as protobuf.</summary>
    Event = 2,

    /// <summary>A <see cref="GapMarker"/>: records are missing here.</summary>
    Gap = 3,

    /// <summary>A DropReport, as protobuf: for the store's sums.</summary>
    Drops = 4,
}
