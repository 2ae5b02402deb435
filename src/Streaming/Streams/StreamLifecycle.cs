using Google.Protobuf.WellKnownTypes;
using Streaming.Pipeline;
using Streaming.Results;
using Streaming.Sources;
using Wire.V1;
using FrameCounts = Streaming.Pipeline.FrameCounts;

namespace Streaming.Streams;

/// <summary>Where a stream stands and the frames of all its sessions. Sinks get every change as an event, and the frames without a result as reports.</summary>
/// <remarks>The stream's own thread changes it; everyone reads it.</remarks>
internal sealed class StreamLifecycle(string streamId, ResultDelivery delivery, TimeProvider time, ILogger log)
{
    private readonly Lock _sessions = new();
    private readonly Lock _reporting = new();
    private StreamStatus _status = StreamStatus.Initial;
    private FrameCounts _formerSessions = FrameCounts.Zero;
    private string? _earlyEnd;
    private bool _wasLive;

    public StreamStatus Status => Volatile.Read(ref _status);

    /// <summary>Frames of all sessions.</summary>
    public FrameCounts Totals
    {
        get
        {
            lock (_sessions)
                return Status.Session is { } session ? _formerSessions + session.Account.Snapshot() : _formerSessions;
        }
    }

    /// <summary>The source is open. Its stream is live with its first frame.</summary>
    public StreamSession Begin(IIngestSource source)
    {
        var session = new StreamSession(source, time.GetUtcNow(), Decoded);
        lock (_sessions)
        {
            _formerSessions = Totals;
            Become(Status with { Session = session, RetryAt = null });
        }

        return session;
    }

    /// <summary>A session has its first frame, or the first after its video became another.</summary>
    private void Decoded(StreamSession session)
    {
        if (Status.State == StreamState.Live)
        {
            Warn($"its video goes on as another: {session.Codec} {session.Size.Width}x{session.Size.Height} from {time.GetUtcNow():yyyy-MM-dd HH:mm:ss}Z on");
            return;
        }

        Become(Status with { State = StreamState.Live });
        AppendEvent(_wasLive ? StreamEventKind.Resumed : StreamEventKind.Started, session, $"{session.Codec} {session.Size.Width}x{session.Size.Height}");
        log.StreamLive(streamId, session.Id, session.Codec, session.Size.Width, session.Size.Height);
        _wasLive = true;
    }

    /// <summary>Its video became another, which only opening it again can follow. That is no failure, and is done at once.</summary>
    public void Changed(string change)
    {
        Warn($"{change}; it is opened again");
        Become(Status with { State = StreamState.Reconnecting, Reconnects = Status.Reconnects + 1 });
    }

    /// <summary>Reports a session's drops since the report before. By anyone, at any time: every drop is in one report.</summary>
    public void ReportDrops(StreamSession? session)
    {
        if (session is null)
            return;
        lock (_reporting)
        {
            var (former, counts) = (session.Reported, session.Account.Snapshot());
            session.Reported = counts;
            if (counts.TotalDropped > former.TotalDropped)
                delivery.Append(Report(session.Id, former, counts));
        }
    }

    /// <summary>It was given another source, which is not open yet.</summary>
    public void Moved() => Become(Status with { State = StreamState.Connecting, RetryAt = null });

    /// <summary>The source is away, and will be tried again.</summary>
    public void Lost(string error)
    {
        // A camera that stays away says so once.
        if (Status.State != StreamState.Reconnecting || Status.LastError != error)
        {
            log.StreamLost(streamId, error);
            AppendEvent(StreamEventKind.Lost, Status.Session, error);
        }

        Become(Status with { State = StreamState.Reconnecting, LastError = error, Reconnects = Status.Reconnects + 1 });
    }

    /// <summary>It is lost, and the next attempt is so far away; null once that is made.</summary>
    public void Waits(TimeSpan? pause) => Become(Status with { RetryAt = time.GetUtcNow() + pause });

    /// <summary>It works, and something about its source is not as it should be. Told once in the log until it is something else.</summary>
    /// <param name="warning">What was seen and what is done about it, in words.</param>
    public void Warn(string warning)
    {
        if (Status.LastWarning == warning)
            return;
        log.StreamWarned(streamId, warning);
        Become(Status with { LastWarning = warning });
    }

    /// <summary>It cannot work as it was asked for.</summary>
    public void Failed(string error)
    {
        log.StreamLost(streamId, error);
        Become(Status with { State = StreamState.Failed, LastError = error, RetryAt = null });
    }

    /// <summary>A fault of ours: it ends this stream and touches no other.</summary>
    public void Broken(Exception fault)
    {
        log.StreamBroken(streamId, fault);
        Failed("an internal error, see the server's log");
    }

    /// <summary>Its file was played.</summary>
    /// <param name="early">Why that was before its end; null where it was not.</param>
    public void Played(string? early)
    {
        if (early is not null)
            log.StreamEndedEarly(streamId, early);
        _earlyEnd = early;
        Become(Status with { State = StreamState.Ended, LastError = early ?? Status.LastError });
    }

    public void Stopped() => Become(Status with { State = StreamState.Ended, RetryAt = null });

    /// <summary>Nothing comes after this.</summary>
    public void Close() => AppendEvent(StreamEventKind.Ended, Status.Session, Status.State == StreamState.Failed ? Status.LastError : _earlyEnd);

    private void Become(StreamStatus status) => Volatile.Write(ref _status, status);

    private void AppendEvent(StreamEventKind kind, StreamSession? session, string? detail) => delivery.Append(new StreamEvent
    {
        Id = Guid.CreateVersion7().ToString("N"), Time = time.GetUtcNow().ToTimestamp(), Kind = kind, StreamId = streamId, SessionId = session?.Id ?? "", Detail = detail ?? "",
    });

    private DropReport Report(string session, FrameCounts former, FrameCounts counts)
    {
        var report = new DropReport { StreamId = streamId, SessionId = session, Time = time.GetUtcNow().ToTimestamp() };
        foreach (var reason in DropReasons.All)
        {
            if (counts.Dropped[(int)reason] - former.Dropped[(int)reason] is > 0 and var more)
                report.Dropped.Add(reason.Tag(), more);
        }

        return report;
    }
}

/// <summary>Where a stream stands. One immutable value, replaced as a whole, so that readers see one moment.</summary>
/// <param name="LastError">In words, without credentials; null while all is well. Kept after a reconnect.</param>
/// <param name="LastWarning">In words: what about a source that works is not as it should be; null where nothing was seen. Kept after a reconnect.</param>
/// <param name="Session">The present or last session; null before the first.</param>
/// <param name="Reconnects">How often the source was lost and tried again.</param>
/// <param name="RetryAt">When it is tried again; null where it is not waiting for that.</param>
public sealed record StreamStatus(StreamState State, string? LastError, string? LastWarning, StreamSession? Session, long Reconnects, DateTimeOffset? RetryAt)
{
    public static StreamStatus Initial { get; } = new(StreamState.Connecting, null, null, null, 0, null);
}

public enum StreamState
{
    /// <summary>Its source is being opened for the first time, or is open and no frame of it was decoded yet.</summary>
    Connecting,

    /// <summary>Frames of it are decoded.</summary>
    Live,

    /// <summary>The source was lost, or never answered, and is tried again; until a frame of it is decoded.</summary>
    Reconnecting,

    /// <summary>The file was played to its end, or the stream was removed.</summary>
    Ended,

    /// <summary>It cannot work as it was asked for; the last error says why. It is not tried again.</summary>
    Failed,
}
