using FFmpeg;
using Media;
using Microsoft.Extensions.Logging.Abstractions;
using ResultLog;
using ResultLog.Tests;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;
using Streaming.Streams;
using Wire.V1;
using Xunit;
using StreamState = Streaming.Streams.StreamState;

namespace Streaming.Tests.Streams;

/// <summary>Every drop of every session is reported once, whoever reports it and when.</summary>
public sealed class StreamLifecycleTests : IAsyncDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("stream-life-").FullName;
    private readonly List<DropReport> _reports = [];
    private readonly List<(StreamEventKind Kind, string Detail)> _events = [];
    private readonly FakeSink _sink;
    private ResultDelivery? _delivery;

    public StreamLifecycleTests() => _sink = new()
    {
        Reads = false,
        Write = (batch, _) =>
        {
            foreach (var record in batch.Records)
            {
                if (record.Kind == RecordKind.Drops)
                    _reports.Add(DropReport.Parser.ParseFrom(record.Payload.Span));
                if (record.Kind == RecordKind.Event)
                    _events.Add(Told(StreamEvent.Parser.ParseFrom(record.Payload.Span)));
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
        var life = await Life(new());
        var (one, next) = (life.Begin(Source()), life.Begin(Source()));
        Drop(one, 5);
        life.ReportDrops(one);
        Drop(next, 3);
        life.ReportDrops(next);
        life.ReportDrops(one);
        Drop(next, 1);
        life.ReportDrops(next);
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
        var life = await Life(new() { WhenFull = FullPolicy.Block, SegmentBytes = 65_536, MaxBytes = 1_000_000, AppendTimeoutMilliseconds = 100 });
        var session = life.Begin(Source());
        Assert.False(_delivery!.IsBlocked);
        while (_delivery.Append(new FrameResult { Model = new string('x', 10_000) }) == AppendOutcome.Accepted)
            Drop(session, 1);
        Assert.True(_delivery.IsBlocked);
        full.SetResult();
        await Eventually.Be(() => !_delivery.IsBlocked, "there is room");
        life.ReportDrops(session);
        await _delivery.StopAsync(Cancelled);
        Assert.Equal(session.Account.Snapshot().TotalDropped, Assert.Single(_reports).Dropped["deadline"]);
    }

    [Fact]
    public async Task While_a_lost_source_is_waited_for_it_is_known_until_when()
    {
        var life = await Life(new());
        life.Lost("away");
        var before = DateTimeOffset.UtcNow;
        life.Waits(TimeSpan.FromHours(1));
        Assert.InRange(life.Status.RetryAt!.Value, before.AddHours(1), DateTimeOffset.UtcNow.AddHours(1));
        life.Waits(null);
        Assert.Null(life.Status.RetryAt);
    }

    // It was live, with a size of 0x0, as soon as something answered.
    [Fact]
    public async Task A_stream_is_live_from_its_first_decoded_frame_on_and_so_is_what_is_told_of_it()
    {
        var life = await Life(new());
        var session = life.Begin(Source());
        Assert.Equal((StreamState.Connecting, session), (life.Status.State, life.Status.Session));
        session.Decoded(640, 480);
        Assert.Equal(StreamState.Live, life.Status.State);
        // Another size of the same video is nothing new.
        session.Decoded(320, 240);
        life.Lost("away");
        var blank = life.Begin(Source());
        Assert.Equal((StreamState.Reconnecting, blank), (life.Status.State, life.Status.Session));
        life.Lost("sound alone");
        life.Begin(Source()).Decoded(320, 240);
        await _delivery!.StopAsync(Cancelled);
        Assert.Equal(
            [(StreamEventKind.Started, "vp8 640x480"), (StreamEventKind.Lost, "away"), (StreamEventKind.Lost, "sound alone"), (StreamEventKind.Resumed, "vp8 320x240")], _events);
    }

    [Fact]
    public async Task A_video_that_becomes_another_is_no_failure()
    {
        var life = await Life(new());
        life.Begin(Source()).Decoded(640, 480);
        life.Changed("its video changes from h264 to hevc");
        Assert.Equal(
            (StreamState.Reconnecting, null, "its video changes from h264 to hevc; it is opened again", 1L),
            (life.Status.State, life.Status.LastError, life.Status.LastWarning, life.Status.Reconnects));
        life.Begin(Source()).Decoded(640, 480);
        Assert.Equal(StreamState.Live, life.Status.State);
        await _delivery!.StopAsync(Cancelled);
        Assert.Equal([StreamEventKind.Started, StreamEventKind.Resumed], _events.Select(told => told.Kind));
    }

    [Fact]
    public async Task A_warning_outlives_the_session_that_it_was_seen_in()
    {
        var life = await Life(new());
        life.Begin(Source());
        life.Warn("its clock jumps");
        life.Lost("away");
        life.Begin(Source());
        Assert.Equal(("its clock jumps", null), (life.Status.LastWarning, life.Status.RetryAt));
    }

    private async Task<StreamLifecycle> Life(DeliveryOptions options)
    {
        _delivery = new(options, Path.Combine(_data, "log"), [_sink], TimeProvider.System, NullLogger<ResultDelivery>.Instance);
        await _delivery.StartAsync(Cancelled);
        return new("gate", _delivery, TimeProvider.System, NullLogger.Instance);
    }

    private static (StreamEventKind, string) Told(StreamEvent one) => (one.Kind, one.Detail);

    private static PushSource Source() => new("push://x", PushFormat.Encoded(VideoCodec.Vp8, default), 4, canWait: false, () => { });

    private static void Drop(StreamSession session, int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            session.Account.Received();
            session.Account.Dropped(DropReason.Deadline);
        }
    }
}
