using FFmpeg;
using Microsoft.Extensions.Logging.Abstractions;
using Server.Delivery;
using Server.Delivery.Log;
using Server.Ingest;
using Server.Streams;
using Server.Tests.Delivery;
using Wire.V1;
using Xunit;

namespace Server.Tests.Streams;

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

    private async Task<StreamJournal> Journal(DeliveryOptions options)
    {
        _delivery = new(new(new() { DataDirectory = _data }, new(), new(), options), [_sink], TimeProvider.System, NullLogger<ResultDelivery>.Instance);
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
