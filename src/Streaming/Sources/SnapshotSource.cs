using FFmpeg;
using Media;

namespace Streaming.Sources;

/// <summary>An address that gives one picture when it is asked, as cameras have them for snapshots: asked as often as frames are wanted.</summary>
/// <remarks>
/// A camera that has no newer picture gives the same again: the same bytes are no new frame, and counted as received and not decoded. Now and
/// then they are one all the same, so that whoever watches sees that the source is there.
/// </remarks>
internal sealed class SnapshotSource : IIngestSource
{
    /// <summary>Pictures a second where the stream names no target, and the most that are asked for.</summary>
    internal const double DefaultRate = 1, MostRate = 30;

    private const double TicksPerSecond = 90_000;

    private static readonly TimeSpan LongestSame = TimeSpan.FromSeconds(10), FirstPause = TimeSpan.FromMilliseconds(250);

    // The rate may change while the next picture is waited for.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(250);

    private readonly Func<CancellationToken, MediaReader> _ask;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly string _name;
    private readonly long _opened;
    private MediaPacket _packet = new(), _next = new();
    private Func<double> _targetFps = () => 0;
    private long _asked, _given;
    private long? _lastPts;

    /// <param name="first">The first answer, which is read and closed.</param>
    /// <param name="ask">Asks again.</param>
    /// <param name="patience">For how long it may fail before it counts as lost.</param>
    public SnapshotSource(MediaReader first, Func<CancellationToken, MediaReader> ask, TimeSpan patience, TimeProvider time)
    {
        (_ask, _patience, _time, _name) = (ask, patience, time, first.Name);
        _asked = _opened = time.GetTimestamp();
        Format = new VideoFormat(first.Video.Codec, first.Video.Width, first.Video.Height);
        using (first)
            first.TryRead(_next);
    }

    public VideoFormat Format { get; }

    public bool IsLive => true;

    public bool CanWait => false;

    public TimeSpan FrameInterval => Interval;

    public long Skipped { get; private set; }

    public void AskFor(Func<double> targetFps) => _targetFps = targetFps;

    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        // The first picture is there already.
        for (var isThere = _lastPts is null; !isThere; isThere = IsNew())
        {
            WaitForTurn(stop);
            _asked = _time.GetTimestamp();
            Fetch(stop);
        }

        (_packet, _next) = (_next, _packet);
        _given = _time.GetTimestamp();
        // At its turn, however long the camera took over it: it was asked for at the rate that is wanted.
        var pts = Math.Max((long)(_time.GetElapsedTime(_opened).TotalSeconds * TicksPerSecond), _lastPts + (long)(TicksPerSecond * Interval.TotalSeconds) ?? 0);
        _packet.Pts90kHz = _lastPts = pts;
        unit = EncodedUnit.Of(_packet, new FrameTimes(pts, (uint)pts, null, _given, default));
        return true;
    }

    public void Dispose()
    {
        _packet.Dispose();
        _next.Dispose();
    }

    private TimeSpan Interval => TimeSpan.FromSeconds(1 / (_targetFps() is > 0 and var rate ? Math.Min(rate, MostRate) : DefaultRate));

    private bool IsNew()
    {
        if (!_next.Data.SequenceEqual(_packet.Data) || _time.GetElapsedTime(_given) >= LongestSame)
            return true;
        Skipped++;
        return false;
    }

    private void WaitForTurn(CancellationToken stop)
    {
        while (Interval - _time.GetElapsedTime(_asked) is var left && left > TimeSpan.Zero)
            Wait(left < LongestWait ? left : LongestWait, stop);
    }

    /// <summary>Asks until it answers, ever less often, or has failed for too long.</summary>
    private void Fetch(CancellationToken stop)
    {
        var started = _time.GetTimestamp();
        for (var pause = FirstPause; ; pause *= 2)
        {
            try
            {
                Ask(stop);
                return;
            }
            catch (MediaException e) when (e.Kind is MediaErrorKind.Io or MediaErrorKind.Timeout or MediaErrorKind.NotFound or MediaErrorKind.InvalidData
                && _time.GetElapsedTime(started) + pause < _patience)
            {
                Wait(pause, stop);
            }
        }
    }

    private void Ask(CancellationToken stop)
    {
        using var answer = _ask(stop);
        if (!answer.IsStill || answer.Video.Codec != Format.Codec)
            throw new MediaException(MediaErrorKind.NoVideoStream, $"{_name}: it gave one {Format.Codec} picture at a time, and gives something else now");
        answer.TryRead(_next, stop);
    }

    private static void Wait(TimeSpan time, CancellationToken stop)
    {
        if (stop.WaitHandle.WaitOne(time))
            stop.ThrowIfCancellationRequested();
    }
}
