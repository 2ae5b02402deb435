using Inference;
using Inference.Batching;
using Inference.Model;
using Media;
using ResultLog.Pump;
using Streaming.Models;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Snapshots;
using Streaming.Sources;

namespace Streaming.Streams;

/// <summary>One stream from its POST to its DELETE: opens its source, runs sessions, and opens it again when it is lost.</summary>
/// <remarks>The stream's own thread runs its life; everyone else reads <see cref="Status"/> or asks it to stop.</remarks>
public sealed class VideoStream : IDisposable
{
    private readonly StreamServices _services;
    private readonly StreamLifecycle _lifecycle;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _change = new();
    private readonly CurrentSource _source;
    private StreamOptions _options;
    private InferenceStream? _inference;

    // From the first session to the stream's end there is one; a session that begins may change it.
    private ModelLease? _lease;

    public VideoStream(string id, StreamOptions options, ISourceOrigin origin, StreamServices services)
    {
        (Id, _options, _services) = (id, options, services);
        _source = new CurrentSource(origin, _stop.Token);
        Hub = new ResultHub(services.Subscribers.MaxSubscribersPerStream, services.Time);
        Rates = new FrameRates(services.Time);
        _lifecycle = new StreamLifecycle(id, services.Delivery, services.Time, services.Log);
        Created = services.Time.GetUtcNow();
    }

    public string Id { get; }

    public DateTimeOffset Created { get; }

    public ResultHub Hub { get; }

    public FrameRates Rates { get; }

    public LatencyWindow Latency { get; } = new();

    public SnapshotTap Snapshots { get; } = new();

    public string RedactedUrl => Origin.Url;

    /// <summary>It would play again in another run of the server: it has an address, and is not at its end.</summary>
    public bool OutlivesServer => Origin.OutlivesServer && Status.State != StreamState.Ended;

    /// <summary>The operator's file of streams has it, and decides whether it comes again.</summary>
    public bool IsOfFile { get; init; }

    /// <summary>The server notes it down for its next run.</summary>
    public bool IsKept => OutlivesServer && !IsOfFile;

    public ISourceOrigin Origin => _source.Origin;

    public StreamStatus Status => _lifecycle.Status;

    public StreamOptions Options => Volatile.Read(ref _options);

    /// <summary>What infers its frames; null before the first session.</summary>
    public InferenceEngine? Engine => Volatile.Read(ref _lease)?.Engine;

    /// <summary>It can be given another address: it runs, and is no client's own video.</summary>
    public bool CanMove => OutlivesServer && Status.State != StreamState.Failed;

    /// <summary>Ends when the stream has.</summary>
    public Task Finished => _finished.Task;

    /// <summary>Frames of all sessions.</summary>
    public FrameCounts Totals => _lifecycle.Totals;

    public void Start() => new Thread(Run) { IsBackground = true, Name = $"stream {Id}" }.Start();

    /// <summary>Without effect on one that has ended.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Whoever ended it has removed it, too.
        }
    }

    public void ReportDrops() => _lifecycle.ReportDrops(Status.Session);

    /// <summary>Once <see cref="Finished"/>.</summary>
    public void Dispose() => _stop.Dispose();

    /// <summary>Takes effect with the next frame.</summary>
    /// <param name="moved">Another source to go on with, in a new session; null keeps it.</param>
    /// <exception cref="OptionException">A class is none of those of the model that runs, or it has no such input size.</exception>
    public void Change(StreamPatch patch, ISourceOrigin? moved = null)
    {
        lock (_change)
        {
            var changed = patch.ApplyTo(Options);
            // While it connects there is a model and no inference yet: a class that is none of the model's is refused now, and does not end the stream later.
            if (_lease is { } lease)
            {
                var requested = changed.ToInference(lease.Engine);
                _inference?.Options = requested;
            }

            Volatile.Write(ref _options, changed);
        }

        if (moved is not null)
            _source.Replace(moved);
    }

    private void Run()
    {
        var backOff = new BackOff(_services.Ingest.ReconnectMinMilliseconds, _services.Ingest.ReconnectMaxMilliseconds);
        try
        {
            while (RunRound(backOff))
            {
                // Lost and waited for, or moved: either way the source is opened again.
            }
        }
        catch (OperationCanceledException)
        {
            _lifecycle.Stopped();
        }
        catch (Exception e) when (e is UserException or ModelLoadException or MediaException)
        {
            _lifecycle.Failed(e.Message);
        }
        catch (Exception e)
        {
            _lifecycle.Broken(e);
        }
        finally
        {
            Hub.Complete();
            Snapshots.Complete();
            _lease?.Dispose();
            _lifecycle.Close();
            _finished.SetResult();
        }
    }

    /// <summary>A session, and the pause after its loss.</summary>
    /// <returns>False where there is nothing more to come.</returns>
    private bool RunRound(BackOff backOff)
    {
        using var source = _source.Acquire();
        try
        {
            var next = RunSession(source, backOff);
            if (next == Next.None)
                return false;
            if (next == Next.AfterPause && !source.Origin.WaitsForPublisher)
                Pause(backOff.Next(), source.Lifetime);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            // It was given another source, which is no loss.
            backOff.Reset();
            _lifecycle.Moved();
        }

        return true;
    }

    /// <summary>What follows a session.</summary>
    private enum Next
    {
        None,
        AtOnce,
        AfterPause,
    }

    private void Pause(TimeSpan pause, CancellationToken stop)
    {
        _lifecycle.Waits(pause);
        BackOff.Wait(pause, stop);
        _lifecycle.Waits(null);
    }

    /// <summary>Opens the source and runs it to its end.</summary>
    /// <returns>Whether it shall be opened again.</returns>
    private Next RunSession(CurrentSource.SourceLease sourceLease, BackOff backOff)
    {
        StreamSession? session = null;
        try
        {
            var (engine, time) = (Lease(), _services.Time);
            var model = engine.Model;
            using var source = sourceLease.Origin.Open(sourceLease.Lifetime);
            var opened = time.GetTimestamp();
            session = _lifecycle.Begin(source);
            var trace = new FrameTrace(Id, session.Id, time);
            var stages = StreamPipeline.Stages(_services.Delivery, Hub, _services.Timings.Of(model.Name), Latency, trace, Snapshots, model, time);
            var pipeline = new StreamPipeline(Id, session, model, stages, trace, () => Options.TargetFps, _lifecycle.Warn, time, Watch(source));
            using var inference = OpenInference(engine, pipeline, source.CanWait);
            try
            {
                pipeline.Run(source, inference, sourceLease.Lifetime);
            }
            finally
            {
                if (session.HasFrames)
                    backOff.Lasted(time.GetElapsedTime(opened));
                ReportDrops();
            }

            if (!source.IsLive)
            {
                var isBlank = !session.HasFrames && session.Account.Snapshot().Received > 0;
                _lifecycle.Played(source.EarlyEnd ?? (isBlank ? "no frame of it could be decoded" : null));
                return Next.None;
            }

            _lifecycle.Lost(source.EarlyEnd ?? "the source ended");
            return Next.AfterPause;
        }
        // One that gave no frame would be opened again and again.
        catch (MediaException e) when (e.Kind == MediaErrorKind.Changed && sourceLease.Origin.MayReturn(e.Kind) && session is { HasFrames: true })
        {
            _lifecycle.Changed(e.Message);
            return Next.AtOnce;
        }
        catch (MediaException e) when (sourceLease.Origin.MayReturn(e.Kind))
        {
            _lifecycle.Lost(e.Message);
            return Next.AfterPause;
        }
    }

    /// <summary>A file and a client's lossless video come as fast as they are taken, and may be waited for.</summary>
    private FrameWatch? Watch(IIngestSource source) => source.IsLive || !source.CanWait ? new FrameWatch(_services.Ingest.Patience) : null;

    /// <summary>The model as it is now: by its name, a newer version may be there.</summary>
    private InferenceEngine Lease()
    {
        try
        {
            var lease = _services.Models.Lease(Options.Model);
            lock (_change)
            {
                _lease?.Dispose();
                Volatile.Write(ref _lease, lease);
            }
        }
        catch (Exception e) when (_lease is not null && e is UserException or ModelLoadException)
        {
            // What works is not given up for what does not.
            _services.Log.StreamKeepsModel(Id, e.Message);
        }

        return _lease.Engine;
    }

    private InferenceStream OpenInference(InferenceEngine engine, StreamPipeline pipeline, bool canWait)
    {
        // Under the lock of changes, so that none falls between the reading of the options and the stream that follows them.
        // Without pacing a source that can wait waits for the engine instead of losing frames.
        lock (_change)
            return _inference = engine.OpenStream(Options.ToInference(engine) with { Lossless = canWait && !Options.Realtime }, pipeline);
    }
}
