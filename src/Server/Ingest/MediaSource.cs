using FFmpeg;

namespace Server.Ingest;

/// <summary>The access units of a file or URL, at their own speed where asked.</summary>
/// <remarks>Belongs to one thread: the stream's.</remarks>
internal sealed class MediaSource : IDisposable
{
    private const double TicksPerSecond = 90_000;

    private readonly MediaReader _reader;
    private readonly MediaPacket _packet = new();
    private readonly TimeProvider _time;
    private readonly bool _loop;
    private readonly bool _paced;

    // Media time: where the present round of a loop starts, and the end of what was read.
    private long _roundStart;
    private long _end;
    private readonly long _frameTicks;

    // Wall clock of media time 0.
    private long _origin;

    private MediaSource(MediaReader reader, bool loop, bool paced, TimeProvider time)
    {
        (_reader, _loop, _paced, _time) = (reader, loop, paced, time);
        _frameTicks = reader.Video.FrameRate > 0 ? (long)(TicksPerSecond / reader.Video.FrameRate) : 3000;
        _roundStart = -reader.Video.StartPts90kHz;
        _origin = time.GetTimestamp();
    }

    public VideoStreamInfo Video => _reader.Video;

    /// <summary>It has no end of its own, so an end is a loss.</summary>
    public bool IsLive => _reader.Video.Duration is null;

    /// <exception cref="MediaException">It cannot be opened.</exception>
    public static MediaSource Open(SourceAddress address, bool loop, bool realtime, IngestOptions options, TimeProvider time, CancellationToken stop)
    {
        var timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        var reader = MediaReader.Open(
            address.Target,
            new MediaReaderOptions
            {
                Live = !address.IsFile,
                OpenTimeout = timeout,
                ReadTimeout = timeout,
                AllowedProtocols = address.IsFile ? ["file"] : [.. options.Protocols, "tcp", "udp", "tls", "rtp", "crypto"],
            },
            stop);
        return new MediaSource(reader, loop && address.IsFile, realtime && address.IsFile, time);
    }

    /// <summary>The next unit, at its time. False at the end.</summary>
    /// <exception cref="MediaException">The connection failed or fell silent.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        unit = default;
        if (!_reader.TryRead(_packet, stop) && !(_loop && StartAgain(stop)))
            return false;

        var pts = _roundStart + (_packet.Pts90kHz ?? _end - _roundStart);
        _end = Math.Max(_end, pts + _frameTicks);
        if (_paced)
            WaitUntil(pts, stop);
        unit = new EncodedUnit(_packet, pts, _packet.IsKey, _time.GetTimestamp());
        return true;
    }

    public void Dispose()
    {
        _packet.Dispose();
        _reader.Dispose();
    }

    private bool StartAgain(CancellationToken stop)
    {
        _reader.SeekToStart(stop);
        _roundStart = _end - _reader.Video.StartPts90kHz;
        return _reader.TryRead(_packet, stop);
    }

    private void WaitUntil(long pts, CancellationToken stop)
    {
        var early = TimeSpan.FromSeconds(pts / TicksPerSecond) - _time.GetElapsedTime(_origin);
        if (early > TimeSpan.FromMilliseconds(1) && stop.WaitHandle.WaitOne(early))
            stop.ThrowIfCancellationRequested();

        // A machine that slept or a disk that stalled does not make the rest play in a rush.
        if (early < TimeSpan.FromSeconds(-1))
            _origin += (long)(-early.TotalSeconds * _time.TimestampFrequency);
    }
}
