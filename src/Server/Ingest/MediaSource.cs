using FFmpeg;
using Inference;

namespace Server.Ingest;

/// <summary>The access units of a file or URL, at their own speed where asked.</summary>
internal sealed class MediaSource : IIngestSource
{
    private const double TicksPerSecond = 90_000;

    private readonly MediaReader _reader;
    private readonly MediaPacket _packet = new();
    private readonly TimeProvider _time;
    private readonly bool _loop;
    private readonly Pace? _pace;
    private readonly long _frameTicks;

    // Media time: where the present round of a loop starts, and the end of what was read.
    private long _roundStart;
    private long _end;

    private MediaSource(MediaReader reader, bool isFile, bool loop, bool realtime, TimeProvider time)
    {
        (_reader, _time) = (reader, time);
        // Some files do not say how long they are, and end all the same.
        IsLive = !isFile && reader.Video.Duration is null;
        _loop = loop && CanWait;
        _pace = realtime && CanWait ? new Pace(time) : null;
        _frameTicks = reader.Video.FrameRate > 0 ? (long)(TicksPerSecond / reader.Video.FrameRate) : 3000;
        _roundStart = -reader.Video.StartPts90kHz;
    }

    public string Codec => _reader.Video.Codec;

    public int Width => _reader.Video.Width;

    public int Height => _reader.Video.Height;

    public VideoDecoder OpenDecoder() => VideoDecoder.Open(_reader.Video, new VideoDecoderOptions { LowDelay = IsLive });

    public bool IsLive { get; }

    public bool CanWait => !IsLive;

    /// <exception cref="MediaException">It cannot be opened.</exception>
    public static MediaSource Open(SourceAddress address, bool loop, bool realtime, IngestOptions options, TimeProvider time, CancellationToken stop)
    {
        var timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        var reader = MediaReader.Open(
            address.Target,
            new MediaReaderOptions
            {
                // Enough to know a camera by, and no more: a reconnect waits for it. What is read meanwhile is kept ("Live" would not),
                // since the first key frame is in it.
                AnalyzeDuration = address.IsFile ? null : TimeSpan.FromSeconds(0.5),
                ProbeBytes = address.IsFile ? null : 500_000,
                OpenTimeout = timeout,
                ReadTimeout = timeout,
                AllowedProtocols = address.IsFile ? ["file"] : [.. options.Protocols, "tcp", "udp", "tls", "rtp", "crypto"],
            },
            stop);
        return new MediaSource(reader, address.IsFile, loop, realtime, time);
    }

    public bool TryRead(out EncodedUnit unit, CancellationToken stop)
    {
        unit = default;
        if (!_reader.TryRead(_packet, stop) && !(_loop && StartAgain(stop)))
            return false;

        var pts = _roundStart + (_packet.Pts90kHz ?? _end - _roundStart);
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

    private bool StartAgain(CancellationToken stop)
    {
        _reader.SeekToStart(stop);
        _roundStart = _end - _reader.Video.StartPts90kHz;
        return _reader.TryRead(_packet, stop);
    }
}
