using ResultLog.Read;

namespace ResultLog;

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
