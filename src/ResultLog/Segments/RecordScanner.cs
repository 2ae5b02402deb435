namespace ResultLog.Segments;

/// <summary>Reads the records of a stretch of a segment one after the other, and finds the next whole one behind damage.</summary>
/// <remarks>
/// Behind damage every byte may be a record's first. One counts if its CRC is right and its offset lies between the last record's
/// and the segment's end, so neither payloads nor leftovers of other segments are taken for records.
/// </remarks>
/// <param name="bytes">From the end of a record on, or from anywhere within damage.</param>
/// <param name="next">The least offset that can come.</param>
/// <param name="end">The least offset that cannot.</param>
/// <param name="isLast">No more bytes will follow: what is incomplete is damaged.</param>
internal ref struct RecordScanner(ReadOnlySpan<byte> bytes, long next, long end, bool isLast)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>What lies before is read, or known to be no record.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that belong to no record.</summary>
    public long Damaged { get; private set; }

    /// <returns>False when more bytes are needed; all are consumed then if there are no more.</returns>
    public bool TryRead(out RecordFrame frame)
    {
        while (true)
        {
            switch (RecordFrame.Parse(_bytes[Position..], next, end, out frame))
            {
                case ParseStatus.Complete:
                    Position += frame.Size;
                    next = frame.Offset + 1;
                    return true;
                case ParseStatus.Incomplete when !isLast || Position == _bytes.Length:
                    return false;
                default:
                    Position++;
                    Damaged++;
                    break;
            }
        }
    }
}
