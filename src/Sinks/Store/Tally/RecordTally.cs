using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using ResultLog;
using Sinks.Store.Query;
using Wire;
using Wire.V1;

namespace Sinks.Store.Tally;

/// <summary>A batch of the log's records as sums by stream and minute, so that thousands of records are few rows.</summary>
public sealed class RecordTally
{
    private const int MinuteMilliseconds = 60_000;

    private readonly Dictionary<(string Stream, long Minute), MinuteTally> _minutes = [];
    private readonly Dictionary<(string Stream, string Session), SessionTally> _sessions = [];
    private readonly TallyTimestamp _time;

    private RecordTally(long? start, TimeSpan retention) => (Start, End, _time) = (start, start ?? 0, new(retention));

    /// <summary>The offset that the store must be at; null where it has nothing of this log.</summary>
    public long? Start { get; }

    /// <summary>The offset that it then is at.</summary>
    public long End { get; private set; }

    /// <summary>All records of the batch are in the store already.</summary>
    public bool IsEmpty => End == (Start ?? 0);

    /// <summary>Records that cannot be read; they never will.</summary>
    public int Refused { get; private set; }

    public IEnumerable<SummaryRow> Summaries =>
        _minutes.Select(minute => new SummaryRow(minute.Key.Stream, minute.Key.Minute, minute.Value.Inferred, minute.Value.Drops.Values.Sum(), minute.Value.Latency));

    public IEnumerable<DropRow> Drops =>
        _minutes.SelectMany(minute => minute.Value.Drops.Select(drop => new DropRow(minute.Key.Stream, minute.Key.Minute, drop.Key, drop.Value)));

    public IEnumerable<ObjectRow> Objects => _minutes.SelectMany(minute => minute.Value.Labels.Select(
        label => new ObjectRow(minute.Key.Stream, minute.Key.Minute, label.Key, label.Value.Objects, label.Value.Frames, label.Value.Least, label.Value.Most)));

    public IEnumerable<SessionRow> Sessions => _sessions.Values.Select(session => session.Row);

    public List<StoredEvent> Events { get; } = [];

    /// <summary>Days, by UTC, that the rows lie in.</summary>
    public IEnumerable<DateOnly> Days => _minutes.Keys.Select(minute => minute.Minute)
        .Concat(Events.Select(happened => happened.UnixMilliseconds / 1000))
        .Select(seconds => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)).Distinct();

    /// <param name="start">Records before it are passed over.</param>
    public static RecordTally Of(ReadOnlySpan<LogRecord> records, long? start, TimeSpan retention)
    {
        var tally = new RecordTally(start, retention);
        foreach (var record in records)
        {
            if (record.Offset < tally.End)
                continue;
            tally.Add(record);
            tally.End = record.Offset + 1;
        }

        return tally;
    }

    private void Add(LogRecord record)
    {
        try
        {
            switch (record.Kind)
            {
                case RecordKind.Result: Add(FrameResultView.Read(record.Payload.Span), record.UnixMilliseconds); break;
                case RecordKind.Drops: Add(DropReport.Parser.ParseFrom(record.Payload.Span), record.UnixMilliseconds); break;
                case RecordKind.Event: Add(StreamEvent.Parser.ParseFrom(record.Payload.Span), record.UnixMilliseconds); break;
                // Of gaps the log tells by events of their own.
                default: break;
            }
        }
        catch (Exception e) when (e is MalformedMessageException or InvalidProtocolBufferException)
        {
            Refused++;
        }
    }

    private void Add(in FrameResultView result, long appended)
    {
        var time = _time.Of(result.CaptureTime, appended);
        var stream = Encoding.UTF8.GetString(result.StreamId);
        Minute(stream, time).Add(result);
        Session(stream, Encoding.UTF8.GetString(result.SessionId)).Add(result, time);
    }

    private void Add(DropReport report, long appended)
    {
        // One wrong number would make every later sum overflow.
        if (report.Dropped.Values.Any(frames => frames is < 0 or > int.MaxValue))
        {
            Refused++;
            return;
        }

        var time = _time.Of(TimestampView.Of(report.Time), appended);
        Minute(report.StreamId, time).Add(report);
        Session(report.StreamId, report.SessionId).Add(report, time);
    }

    private void Add(StreamEvent happened, long appended) => Events.Add(StoredEvent.Of(happened, _time.Of(TimestampView.Of(happened.Time), appended)));

    private MinuteTally Minute(string stream, long time)
    {
        ref var minute = ref CollectionsMarshal.GetValueRefOrAddDefault(_minutes, (StoredText.Of(stream), time / MinuteMilliseconds * 60), out _);
        return minute ??= new();
    }

    private SessionTally Session(string stream, string session)
    {
        var key = (StoredText.Of(stream), StoredText.Of(session));
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_sessions, key, out _);
        return tally ??= new(key.Item1, key.Item2);
    }
}
