using FFmpeg;
using Media;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using ResultLog.Tests;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;
using Wire.V1;
using Xunit;

namespace Streaming.Tests.Streams;

/// <summary>Every drop of every session is reported once, whoever reports it and when.</summary>
public sealed class StreamJournalTests : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("stream-journal-").FullName;
    private readonly List<DropReport> _reports = [];
    private readonly FakeSink _sink;
    private ResultDelivery? _delivery;

    public StreamJournalTests() => _sink = new()
    {
        Reads = false,
        Write = (batch, _) =>
        {
            foreach (var record in batch.Records)
            {
                if (record.Kind == RecordKind.Drops)
                    _reports.Add(DropReport.Parser.ParseFrom(record.Payload.Span));
            }

            return Task.FromResult(0);
        },
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_delivery is not null)
            await _delivery.StopAsync(Cancelled);
        Directory.Delete(_data, recursive: true);
    }

    // A reporter that lost its core between looking for the session and reporting it.
    [Fact]
    public async Task A_session_that_is_reported_after_its_successor_is_not_counted_anew()
    {
        var journal = await Journal(new());
        var (one, next) = (Session(), Session());
        Drop(one, 5);
        journal.ReportDrops(one);
        Drop(next, 3);
        journal.ReportDrops(next);
        journal.ReportDrops(one);
        Drop(next, 1);
        journal.ReportDrops(next);
        await _delivery!.StopAsync(Cancelled);
        Assert.Equal([(one.Id, 5), (next.Id, 3), (next.Id, 1)], _reports.Select(report => (report.SessionId, report.Dropped["deadline"])));
    }

    // A report for each stream would wait its time out, one after another, and the rates of all with them.
    [Fact]
    public async Task While_the_log_is_full_and_blocks_that_is_known_and_drops_are_told_when_there_is_room()
    {
        var full = new TaskCompletionSource();
        var write = _sink.Write;
        _sink.Write = async (batch, stop) =>
        {
            await full.Task.WaitAsync(stop);
            return await write(batch, stop);
        };
        var journal = await Journal(new() { WhenFull = FullPolicy.Block, SegmentBytes = 65_536, MaxBytes = 1_000_000, AppendTimeoutMilliseconds = 100 });
        var session = Session();
        Assert.False(_delivery!.IsBlocked);
        while (_delivery.Append(new FrameResult { Model = new string('x', 10_000) }) == AppendOutcome.Accepted)
            Drop(session, 1);
        Assert.True(_delivery.IsBlocked);
        full.SetResult();
        await Eventually.Be(() => !_delivery.IsBlocked, "there is room");
        journal.ReportDrops(session);
        await _delivery.StopAsync(Cancelled);
        Assert.Equal(session.Account.Snapshot().TotalDropped, Assert.Single(_reports).Dropped["deadline"]);
    }

    private async Task<StreamJournal> Journal(DeliveryOptions options)
    {
        _delivery = new(options, Path.Combine(_data, "log"), [_sink], TimeProvider.System, NullLogger<ResultDelivery>.Instance);
        await _delivery.StartAsync(Cancelled);
        return new("gate", _delivery, TimeProvider.System);
    }

    private static StreamSession Session() => new(new PushSource("push://x", PushFormat.Encoded(VideoCodec.Vp8, default), 4, canWait: false, () => { }), TimeProvider.System.GetUtcNow());

    private static void Drop(StreamSession session, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            session.Account.Received();
            session.Account.Dropped(DropReason.Deadline);
        }
    }
}
