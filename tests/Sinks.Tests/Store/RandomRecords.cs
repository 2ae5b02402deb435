using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using ResultLog;
using ResultLog.Read;
using Wire.V1;

namespace Sinks.Tests.Store;

/// <summary>Messages of some streams over some hours, as a log would hold them.</summary>
internal sealed class RandomRecords
{
    /// <summary>A Tuesday, half an hour before midnight, so that hours and days end within.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 10, 23, 30, 0, TimeSpan.Zero);

    private static readonly string[] Labels = ["person", "car", "dog", "traffic light"], Reasons = ["superseded", "deadline", "target_fps"];

    private readonly Random _random;
    private readonly double _minutes;

    public RandomRecords(int seed, int count, double minutes = 150)
    {
        (_random, _minutes) = (new(seed), minutes);
        for (var offset = 0; offset < count; offset++)
            Records.Add(Next(offset));
    }

    public List<LogRecord> Records { get; } = [];

    /// <summary>Each with the time that it counts for.</summary>
    public List<(DateTimeOffset Time, FrameResult Result)> Results { get; } = [];

    public List<(DateTimeOffset Time, DropReport Report)> Reports { get; } = [];

    public List<(DateTimeOffset Time, StreamEvent Event)> Events { get; } = [];

    public RecordBatch Batch(int from, int count)
    {
        var batch = new RecordBatch();
        foreach (var record in Records.Skip(from).Take(count))
            batch.Add(record);
        return batch;
    }

    public static LogRecord Record(long offset, DateTimeOffset time, RecordKind kind, IMessage message) => new(offset, time.ToUnixTimeMilliseconds(), kind, message.ToByteArray());

    private LogRecord Next(long offset)
    {
        var time = Start.AddMilliseconds(_random.Next((int)(_minutes * 60_000)));
        var (stream, session) = ($"camera-{_random.Next(5)}", $"s{_random.Next(3)}");
        // Some records have a time of their own, and came into the log later.
        var (own, appended) = _random.Next(3) == 0 ? (Timestamp.FromDateTimeOffset(time), time.AddSeconds(_random.Next(600))) : (null, time);
        switch (_random.Next(20))
        {
            case 0:
                var report = new DropReport { StreamId = stream, SessionId = session, Time = own };
                foreach (var reason in Reasons.Where(_ => _random.Next(2) == 0))
                    report.Dropped[reason] = _random.Next(50);
                Reports.Add((time, report));
                return Record(offset, appended, RecordKind.Drops, report);
            case 1:
                var happened = new StreamEvent { Id = Guid.NewGuid().ToString("N"), Time = own, Kind = (StreamEventKind)_random.Next(1, 8), StreamId = _random.Next(4) == 0 ? "" : stream, SessionId = session, Subject = "log", Detail = "it's \"quoted\" \\ ü", Count = _random.Next(9) };
                Events.Add((time, happened));
                return Record(offset, appended, RecordKind.Event, happened);
            case 2:
                return new(offset, appended.ToUnixTimeMilliseconds(), RecordKind.Gap, new byte[GapMarker.Size]);
            default:
                var result = new FrameResult { StreamId = stream, SessionId = session, Sequence = offset, CaptureTime = own, Model = "tiny", Width = 640, Height = 480, Timing = new() { TotalUs = (uint)_random.Next(1, 200_000) } };
                for (var n = _random.Next(6); n > 0; n--)
                    result.Objects.Add(new DetectedObject { Label = Labels[_random.Next(Labels.Length)], Box = new(), Score = 0.5f });
                Results.Add((time, result));
                return Record(offset, appended, RecordKind.Result, result);
        }
    }
}
