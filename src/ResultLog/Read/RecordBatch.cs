using System.Runtime.InteropServices;

namespace ResultLog.Read;

/// <summary>Records in the log's order, lent to a sink until its write has ended.</summary>
public sealed class RecordBatch
{
    private readonly List<LogRecord> _records = [];
    private int _acknowledged;

    /// <summary>Records that are not acknowledged yet.</summary>
    public int Count => _records.Count - _acknowledged;

    public ReadOnlySpan<LogRecord> Records => CollectionsMarshal.AsSpan(_records)[_acknowledged..];

    public LogRecord this[int index] => _records[_acknowledged + index];

    /// <summary>The first offset behind what is acknowledged; 0 where nothing is.</summary>
    public long AcknowledgedEnd => _acknowledged == 0 ? 0 : _records[_acknowledged - 1].Offset + 1;

    /// <summary>Takes the first <paramref name="records"/> off the batch, so that a write that fails half-way is not repeated as a whole.</summary>
    public void Acknowledge(int records)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(records);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(records, Count);
        _acknowledged += records;
    }

    /// <summary>Takes off what comes before an offset.</summary>
    internal void AcknowledgeBefore(long offset)
    {
        while (Count > 0 && this[0].Offset < offset)
            _acknowledged++;
    }

    internal void Clear()
    {
        _records.Clear();
        _acknowledged = 0;
    }

    internal void Add(LogRecord record) => _records.Add(record);
}
