using ResultLog.Segments;

namespace ResultLog.Recovery;

/// <summary>What a start found in the log's folder, ready to go on.</summary>
/// <param name="Segments">By offset. Only the last may be open for appending; where it is sealed, or there is none, the next append begins one.</param>
/// <param name="End">One past the last record's offset.</param>
/// <param name="Next">The offset that the next record gets.</param>
/// <param name="TruncatedBytes">Cut from the end: they made no whole record.</param>
internal sealed record RecoveredLog(Guid Id, IReadOnlyList<Segment> Segments, long End, long Next, long TruncatedBytes);
