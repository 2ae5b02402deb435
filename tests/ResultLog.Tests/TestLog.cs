using Microsoft.Extensions.Time.Testing;
using ResultLog.Read;
using ResultLog.Recovery;
using ResultLog.Segments;
using Xunit;

namespace ResultLog.Tests;

/// <summary>A log in a folder of its own, that can be closed, damaged and opened again.</summary>
internal sealed class TestLog : IDisposable
{
    public const string Sink = "test";

    /// <summary>Small, so that a test has many segments; patient, as the machine may do much else.</summary>
    public static readonly DeliveryOptions Small = new()
    {
        SegmentBytes = 20_000, MaxBytes = 200_000, AppendTimeoutMilliseconds = 10_000, NewSinkStartsAt = SinkStart.Start, RetryMinMilliseconds = 1, RetryMaxMilliseconds = 5,
    };

    private readonly List<DeliveryEvent> _events = [];
    private WriteAheadLog? _log;

    public string Folder { get; init; } = Directory.CreateTempSubdirectory("stream-log-").FullName;

    public DeliveryOptions Options { get; set; } = Small;

    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    /// <summary>Another one stands for another boot.</summary>
    public Guid BootId { get; set; } = Guid.NewGuid();

    public string[] Sinks { get; set; } = [Sink];

    public WriteAheadLog Log => _log ??= Open();

    public Cursor Cursor => Log.CursorOf(Sink);

    /// <summary>Called where events happen: often within the log's gate.</summary>
    public Action<DeliveryEvent> OnEvent { get; set; } = _ => { };

    /// <summary>Since it was opened.</summary>
    public IReadOnlyList<DeliveryEvent> Events
    {
        get
        {
            lock (_events)
                return [.. _events];
        }
    }

    public string[] SegmentPaths => [.. Directory.GetFiles(Folder, "*" + Segment.Extension).Order(StringComparer.Ordinal)];

    /// <summary>Appends records of stream 0, that all must be accepted.</summary>
    public void Append(long from, int count)
    {
        for (var number = from; number < from + count; number++)
            Assert.Equal(AppendOutcome.Accepted, Log.Append(RecordKind.Result, Payload.Of(0, number)));
    }

    public void Close()
    {
        _log?.Dispose();
        _log = null;
    }

    /// <summary>What a sink would read from an offset on: results checked, gaps as they are.</summary>
    public List<Read> ReadFrom(long offset, int maxRecords = 100)
    {
        using var reader = Log.OpenReader(offset);
        return Rest(reader, maxRecords);
    }

    public static List<Read> Rest(LogReader reader, int maxRecords = 100)
    {
        var (batch, all) = (new RecordBatch(), new List<Read>());
        while (reader.TryRead(batch, maxRecords))
        {
            foreach (var record in batch.Records)
                all.Add(Read.Of(record));
        }

        return all;
    }

    public void Raise(DeliveryEvent happened)
    {
        lock (_events)
            _events.Add(happened);
        OnEvent(happened);
    }

    private WriteAheadLog Open()
    {
        lock (_events)
            _events.Clear();
        return WriteAheadLog.Open(Folder, Sinks, Options, Clock, Raise, BootId);
    }

    public void Dispose()
    {
        Close();
        Directory.Delete(Folder, recursive: true);
    }
}

/// <param name="Gap">Null for a record.</param>
internal sealed record Read(long Offset, int Stream, long Number, GapMarker? Gap)
{
    public static Read Of(LogRecord record)
    {
        if (record.Kind == RecordKind.Gap)
        {
            Assert.True(GapMarker.TryRead(record.Payload.Span, out var gap));
            return new(record.Offset, -1, -1, gap);
        }

        var (stream, number) = Payload.Read(record.Payload.Span);
        return new(record.Offset, stream, number, null);
    }
}
