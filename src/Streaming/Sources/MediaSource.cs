using FFmpeg;
using Media;

namespace Streaming.Sources;

/// <summary>The access units of a file, URL or device, at their own speed where asked.</summary>
internal sealed class MediaSource : IIngestSource
{
    private const double TicksPerSecond = 90_000;

    // A recording may show a frame an hour, a live playlist has one a segment; what jumps further has a new count of time.
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(1), LongestLiveGap = TimeSpan.FromSeconds(15);

    private readonly MediaReader _reader;
    private readonly MediaPacket _packet = new();
    private readonly TimeProvider _time;
    private readonly bool _loop;
    private readonly Pace? _pace;
    private readonly MediaClock? _clock;
    private readonly long _frameTicks;

    // Parts of motion JPEG carry no time, and libav would count 25 a second: they are when they came.
    private readonly bool _timedByArrival;
    private readonly long _opened;

    // Media time: where the present round of a loop starts, and the end of what was read.
    private long _roundStart;
    private long _end;

    private MediaSource(MediaReader reader, bool isFile, SourceOptions options, TimeProvider time)
    {
        (_reader, _time, _opened) = (reader, time, time.GetTimestamp());
        // Some files do not say how long they are, and end all the same.
        IsLive = !isFile && reader.Video.Duration is null;
        _loop = options.Loop && CanWait;
        // A live playlist comes by segments of seconds: at its own speed, or all but the last frames of each would be superseded.
        _pace = options.Realtime && (CanWait || reader.Video.Container == "hls") ? new Pace(time, IsLive ? LongestLiveGap : LongestGap) : null;
        _timedByArrival = IsLive && reader.Video.Container == "mpjpeg";
        _clock = IsLive ? new MediaClock(isLive: true, reorders: !reader.Video.IsIntraOnly, isPaced: _pace is not null) : null;
        _frameTicks = reader.Video.FrameRate > 0 ? (long)(TicksPerSecond / reader.Video.FrameRate) : 3000;
        _roundStart = -reader.Video.StartPts90kHz;
    }

    public VideoFormat Format => _reader.Video;

    public int FormatChanges => _reader.VideoChanges;

    public TimeSpan FrameInterval => _reader.FrameInterval;

    public bool IsLive { get; }

    public bool CanWait => !IsLive;

    public string? Warning => _timedByArrival ? null : _clock?.Warning;

    public string? EarlyEnd => _reader.End switch
    {
        MediaEnd.Truncated => $"{_reader.Name}: it ends earlier than it says; was its recording or copying cut off?",
        MediaEnd.Damaged => $"{_reader.Name}: it is unreadable from there on",
        _ when IsLive && _reader.Video.Container == "hls" => $"{_reader.Name}: its playlist ended, or has had no new segment for long: does the encoder behind it run?",
        _ => null,
    };

    /// <exception cref="MediaException">It cannot be opened.</exception>
    public static IIngestSource Open(SourceAddress address, SourceOptions source, IngestOptions options, TimeProvider time, CancellationToken stop)
    {
        var path = address.Kind == SourceKind.Device ? CaptureDevice.Parse(address.Target).Path : address.Target;
        var reader = Ask(stop);
        return reader.IsStill && !address.IsFile
            ? new SnapshotSource(reader, Ask, TimeSpan.FromSeconds(options.TimeoutSeconds), time)
            : new MediaSource(reader, address.IsFile, source, time);

        MediaReader Ask(CancellationToken cancel) => MediaReader.Open(path, ReaderOptions.Of(address, source, options), cancel);
    }

    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        unit = default;
        var asked = _time.GetTimestamp();
        if (!_reader.TryRead(_packet, stop) && !(_loop && StartAgain(stop)))
            return false;

        var told = _roundStart + _packet.Pts90kHz;
        // The first frame of an RTP session may come without a time, as the count begins with the next: it is one frame before that.
        if (told is null && _reader.PacketsRead == 1)
            (told, _roundStart) = (0, _roundStart + _frameTicks);
        var pts = _timedByArrival ? ArrivalTime()
            : _clock is not null ? _clock.Next(told, _time.GetElapsedTime(_opened), wait: _time.GetElapsedTime(asked))
            : told ?? _end;
        _end = Math.Max(_end, pts + _frameTicks);
        _packet.Pts90kHz = pts;
        _pace?.WaitUntil(pts, stop);
        unit = EncodedUnit.Of(_packet, new FrameTimes(pts, (uint)pts, null, _time.GetTimestamp(), default));
        return true;
    }

    public void Dispose()
    {
        _packet.Dispose();
        _reader.Dispose();
    }

    /// <summary>Later than the one before, also where several came at once.</summary>
    private long ArrivalTime() => Math.Max((long)(_time.GetElapsedTime(_opened).TotalSeconds * TicksPerSecond), _end - _frameTicks + 1);

    private bool StartAgain(CancellationToken stop)
    {
        _reader.SeekToStart(stop);
        _roundStart = _end - _reader.Video.StartPts90kHz;
        return _reader.TryRead(_packet, stop);
    }
}
