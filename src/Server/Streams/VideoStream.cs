using FFmpeg;
using Inference;
using Inference.Batching;
using Inference.Model;
using Inference.Postprocess;
using Server.Delivery;
using Server.Ingest;
using Server.Models;
using Server.Observability;
using Server.Observability.Metrics;
using Server.Observability.Tracing;
using Server.Publish;
using Server.Snapshots;

namespace Server.Streams;

/// <summary>One stream from its POST to its DELETE: opens its source, runs sessions, and opens it again when it is lost.</summary>
/// <remarks>The stream's own thread owns its state; everyone else reads <see cref="Status"/> or asks it to stop.</remarks>
internal sealed class VideoStream : IDisposable
{
    private readonly ModelStore _models;
    private readonly IngestOptions _ingest;
    private readonly StreamJournal _journal;
    private readonly FrameTimings _timings;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _change = new();
    private readonly CurrentSource _source;
    private StreamOptions _options;
    private StreamStatus _status = StreamStatus.Initial;
    private FrameCounts _formerSessions = FrameCounts.Zero;
    private InferenceStream? _inference;

    private string? _earlyEnd;

    public VideoStream(string id, StreamOptions options, ISourceOrigin origin, ModelStore models, IngestOptions ingest, int maxSubscribers, ResultDelivery delivery, FrameTimings timings, TimeProvider time, ILogger log)
    {
        (Id, _options, _models, _ingest, _timings, _time, _log) = (id, options, models, ingest, timings, time, log);
        _source = new CurrentSource(origin, _stop.Token);
        Hub = new ResultHub(maxSubscribers, time);
        Rates = new FrameRates(time);
        _journal = new StreamJournal(id, delivery, time);
        Created = time.GetUtcNow();
    }

    public string Id { get; }

    public DateTimeOffset Created { get; }

    public ResultHub Hub { get; }

    public FrameRates Rates { get; }

    public SnapshotTap Snapshots { get; } = new();

    public string RedactedUrl => Origin.Url;

    /// <summary>It would play again in another run of the server: it has an address, and is not at its end.</summary>
    public bool OutlivesServer => Origin.OutlivesServer && Status.State != StreamState.Ended;

    public ISourceOrigin Origin => _source.Origin;

    public StreamStatus Status => Volatile.Read(ref _status);

    public StreamOptions Options => Volatile.Read(ref _options);

    /// <summary>It can be given another address: it runs, and is no client's own video.</summary>
    public bool CanMove => OutlivesServer && Status.State != StreamState.Failed;

    /// <summary>Ends when the stream has.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Frames of all sessions.</summary>
    public FrameCounts Totals
    {
        get
        {
            lock (_change)
                return Status.Session is { } session ? _formerSessions + session.Account.Snapshot() : _formerSessions;
        }
    }

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"stream {Id}" }.Start();

    public void Stop() => _stop.Cancel();

    public void ReportDrops() => _journal.ReportDrops(Status.Session);

    /// <summary>Once <see cref="Finished"/>.</summary>
    public void Dispose() => _stop.Dispose();

    /// <summary>Takes effect with the next frame.</summary>
    /// <param name="moved">Another source to go on with, in a new session; null keeps it.</param>
    /// <exception cref="UserException">A class is none of the model's.</exception>
    public void Change(StreamPatch patch, ISourceOrigin? moved = null)
    {
        lock (_change)
        {
            var changed = patch.ApplyTo(Options);
            if (_inference is { } inference)
                inference.Options = Ask(changed, _models.Get(changed.Model).Model, inference.Options.Lossless);
            Volatile.Write(ref _options, changed);
        }

        if (moved is not null)
            _source.Replace(moved);
    }

    private void Run()
    {
        var backOff = new BackOff(_ingest.ReconnectMinMilliseconds, _ingest.ReconnectMaxMilliseconds);
        try
        {
            while (RunRound(backOff))
            {
                // Lost and waited for, or moved: either way the source is opened again.
            }
        }
        catch (OperationCanceledException)
        {
            Become(StreamState.Ended);
        }
        catch (Exception e) when (e is UserException or ModelLoadException or MediaException)
        {
            Fail(e.Message, StreamState.Failed);
        }
        catch (Exception e)
        {
            // A fault of ours: it ends this stream and touches no other.
            _log.StreamBroken(Id, e);
            Fail("an internal error, see the server's log", StreamState.Failed);
        }
        finally
        {
            Hub.Complete();
            Snapshots.Complete();
            _journal.Ended(Status.Session, Status.State == StreamState.Failed ? Status.LastError : _earlyEnd);
            _finished.SetResult();
        }
    }

    /// <summary>A session, and the pause after its loss.</summary>
    /// <returns>False where there is nothing more to come.</returns>
    private bool RunRound(BackOff backOff)
    {
        using var source = _source.Begin();
        try
        {
            if (!RunSession(source, backOff))
                return false;
            Become(StreamState.Reconnecting);
            backOff.Wait(source.Over);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // It was given another source, which is no loss.
            backOff.Reset();
            Become(StreamState.Connecting);
        }

        return true;
    }

    /// <summary>Opens the source and runs it to its end.</summary>
    /// <returns>Whether it shall be opened again.</returns>
    private bool RunSession(CurrentSource.Use use, BackOff backOff)
    {
        try
        {
            var engine = _models.Get(Options.Model);
            using var source = use.Origin.Open(use.Over);
            var opened = _time.GetTimestamp();
            var session = Begin(source);
            var pipeline = new StreamPipeline(
                Id, session, engine, Hub, _journal, Snapshots, _timings.Of(engine.Model.Name), new FrameTrace(Id, session.Id, _time), () => Options, _time);
            using var inference = OpenInference(engine, pipeline, source.CanWait);
            try
            {
                pipeline.Run(source, inference, use.Over);
            }
            finally
            {
                backOff.Lasted(_time.GetElapsedTime(opened));
                ReportDrops();
            }

            if (!source.IsLive)
            {
                End(source.EarlyEnd);
                return false;
            }

            Fail("the source ended", StreamState.Reconnecting);
            return true;
        }
        catch (MediaException e) when (use.Origin.MayReturn(e.Kind))
        {
            Fail(e.Message, StreamState.Reconnecting);
            return true;
        }
    }

    private InferenceStream OpenInference(InferenceEngine engine, StreamPipeline pipeline, bool canWait)
    {
        // Under the lock of changes, so that none falls between the reading of the options and the stream that follows them.
        lock (_change)
            return _inference = engine.OpenStream(Ask(Options, engine.Model, lossless: canWait && !Options.Realtime), pipeline);
    }

    private StreamSession Begin(IIngestSource source)
    {
        var session = new StreamSession(source, _time.GetUtcNow());
        var again = Status.Session is not null;
        lock (_change)
        {
            _formerSessions = Totals;
            Volatile.Write(ref _status, Status with { State = StreamState.Live, Session = session });
        }

        _journal.Started(session, again);
        _log.StreamLive(Id, session.Id, session.Codec, session.Size.Width, session.Size.Height);
        return session;
    }

    private void End(string? early)
    {
        if ((_earlyEnd = early) is not null)
            _log.StreamEndedEarly(Id, early!);
        lock (_change)
            Volatile.Write(ref _status, Status with { State = StreamState.Ended, LastError = early ?? Status.LastError });
    }

    private void Become(StreamState state)
    {
        lock (_change)
            Volatile.Write(ref _status, Status with { State = state, Reconnects = Status.Reconnects + (state == StreamState.Reconnecting ? 1 : 0) });
    }

    private void Fail(string error, StreamState state)
    {
        // A camera that stays away says so once.
        if (Status.State != StreamState.Reconnecting || Status.LastError != error)
        {
            _log.StreamLost(Id, error);
            if (state == StreamState.Reconnecting)
                _journal.Lost(Status.Session, error);
        }

        lock (_change)
            Volatile.Write(ref _status, Status with { State = state, LastError = error });
    }

    /// <param name="lossless">Without pacing a source that can wait waits for the engine instead of losing frames.</param>
    private static InferenceStreamOptions Ask(StreamOptions options, ModelMetadata model, bool lossless) => new()
    {
        Lossless = lossless,
        Priority = options.Priority,
        MaxLatency = TimeSpan.FromMilliseconds(options.MaxLatencyMs),
        Thresholds = new Thresholds
        {
            Confidence = options.Conf,
            Iou = options.Iou,
            MaxDetections = options.MaxDet,
            Classes = ClassFilter.Of(options.Classes, model),
        },
    };
}
