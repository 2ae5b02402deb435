using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>Compressed access units in, upright <see cref="VideoFrame"/>s out, in presentation order. One thread at a time.</summary>
/// <remarks>
/// After each send, receive until null: then a send is never refused. Damaged input is counted, not thrown: a live stream
/// goes on with its next key frame.
/// </remarks>
public sealed class VideoDecoder : IDisposable
{
    // 30 frames/s, where neither packets nor container tell a time.
    private const long DefaultFrameTicks = 3000;

    private readonly CodecHandle _codec;
    private readonly PacketHandle _packet = new();
    private readonly FramePool _pool;
    private readonly PixelConverter _converter;
    // Null: each picture says it itself, as JPEG does by its EXIF tag.
    private readonly Orientation? _orientation;
    private readonly long _frameTicks;
    private VideoFrame? _next;
    private long? _lastPts;
    private FrameSkip _skip;

    private VideoDecoder(CodecHandle codec, VideoDecoderOptions options, VideoStreamInfo? stream, bool isJpeg)
    {
        _codec = codec;
        _pool = new FramePool(options.IdleFrames);
        _converter = new PixelConverter(options.IdleFrames);
        var container = options.Orientation ?? stream?.Orientation ?? Orientation.Upright;
        _orientation = isJpeg && options.Orientation is null && container == Orientation.Upright ? null : container;
        _frameTicks = stream is { FrameRate: > 0 } ? (long)(90_000 / stream.FrameRate) : DefaultFrameTicks;
    }

    /// <summary>Opens a decoder for a video of this format; that of a <see cref="MediaReader"/> must be open still.</summary>
    /// <exception cref="MediaException">This build of FFmpeg has no such decoder, or it refused the stream's parameters.</exception>
    public static VideoDecoder Open(VideoFormat format, VideoDecoderOptions? options = null) => format is VideoStreamInfo stream
        ? Open(options, $"{stream.Input}, {stream.Codec}", stream.Parameters, stream)
        : OpenByName(format.Codec, format.Extradata.Span, options);

    /// <summary>Opens a decoder for access units that arrive without a container.</summary>
    /// <param name="extradata">Parameter sets, where they do not travel in the stream; may be empty.</param>
    /// <exception cref="MediaException">This build of FFmpeg has no such decoder.</exception>
    public static VideoDecoder Open(VideoCodec codec, ReadOnlySpan<byte> extradata = default, VideoDecoderOptions? options = null) =>
        OpenByName(VideoFormat.NameOf(codec), extradata, options);

    internal static VideoDecoder OpenByName(string codec, ReadOnlySpan<byte> extradata = default, VideoDecoderOptions? options = null)
    {
        MediaLibrary.Load();
        using var parameters = CodecOpener.Parameters(codec, extradata);
        return Open(options, codec, parameters, null);
    }

    private static VideoDecoder Open(VideoDecoderOptions? options, string subject, ParametersHandle parameters, VideoStreamInfo? stream)
    {
        options ??= new VideoDecoderOptions();
        options.Validate();
        var isJpeg = new AvCodecParameters(parameters.Address).CodecId == CodecOpener.IdOf(VideoFormat.NameOf(VideoCodec.Mjpeg));
        return new VideoDecoder(CodecOpener.Open(subject, parameters, options), options, stream, isJpeg);
    }

    /// <summary>Frames handed out.</summary>
    public long Frames { get; private set; }

    /// <summary>Access units, or parts of them, that could not be decoded.</summary>
    public long DecodeErrors { get; private set; }

    /// <summary>Of <see cref="Frames"/>, those with concealed or wrong parts.</summary>
    public long CorruptFrames { get; private set; }

    /// <summary>Of <see cref="Frames"/>, those whose sample layout had to be changed by swscale.</summary>
    public long ConvertedFrames => _converter.Converted;

    /// <summary>Frames handed out and not yet disposed.</summary>
    public int FramesRented => _pool.Rented + _converter.Rented;

    /// <summary>May be changed between any two packets; what is skipped is sent but never comes out.</summary>
    public FrameSkip Skip
    {
        get => _skip;
        set
        {
            if (value == _skip)
                return;
            var name = value switch { FrameSkip.NonReference => "noref", FrameSkip.NonKey => "nokey", _ => "default" };
            _ = LibAvUtil.av_opt_set(_codec, "skip_frame", name, 0);
            _skip = value;
        }
    }

    /// <summary>Sends a packet of the reader.</summary>
    /// <returns>False when it could not be decoded, which is counted.</returns>
    public bool Send(MediaPacket packet)
    {
        LogCapture.Begin();
        return Sent(LibAvCodec.avcodec_send_packet(_codec, packet.Handle));
    }

    /// <summary>Sends a unit: a packet of the reader as it is, bytes by copying them.</summary>
    /// <returns>False when it could not be decoded, which is counted.</returns>
    public bool Send(in EncodedUnit unit) => unit.Packet is MediaPacket packet ? Send(packet) : Send(unit.Data, unit.Times.Pts90kHz);

    /// <summary>Sends one access unit.</summary>
    /// <param name="accessUnit">Copied, so it may be reused at once; empty is refused.</param>
    /// <param name="pts90kHz">Presentation time in 1/90,000 s.</param>
    /// <returns>False when it could not be decoded, which is counted.</returns>
    public unsafe bool Send(ReadOnlySpan<byte> accessUnit, long pts90kHz)
    {
        // An empty packet would mean the end of the stream to libav.
        if (accessUnit.IsEmpty)
            throw new ArgumentException("an access unit cannot be empty", nameof(accessUnit));
        if (LibAvCodec.av_new_packet(_packet, accessUnit.Length) < 0)
            throw new InsufficientMemoryException($"no memory for {accessUnit.Length} bytes");
        var packet = new AvPacket(_packet.Address);
        accessUnit.CopyTo(new Span<byte>((void*)packet.Data, packet.Size));
        packet.Pts = pts90kHz;
        LogCapture.Begin();
        var result = LibAvCodec.avcodec_send_packet(_codec, _packet);
        LibAvCodec.av_packet_unref(_packet);
        return Sent(result);
    }

    /// <summary>Says that nothing follows: the frames held back for reordering come out of <see cref="Receive"/>.</summary>
    public void SendEnd() => _ = LibAvCodec.avcodec_send_end(_codec, 0);

    /// <summary>The next frame in presentation order.</summary>
    /// <returns>Null when more input is needed, or after <see cref="SendEnd"/> when none is left.</returns>
    /// <exception cref="MediaException">The frames cannot be read by the CPU.</exception>
    public VideoFrame? Receive() => Next() is null ? null : Take();

    /// <summary>Goes on to the next frame in presentation order, which costs nothing; one that was not taken is given up.</summary>
    /// <returns>Its presentation time in 1/90,000 s; null as <see cref="Receive"/> gives it.</returns>
    public long? Next()
    {
        _next ??= _pool.Rent();
        while (true)
        {
            var result = LibAvCodec.avcodec_receive_frame(_codec, _next.Handle);
            if (result >= 0)
                return TimeOf(_next);
            if (result == Errors.Again || result == Errors.EndOfFile)
                break;
            DecodeErrors++; // that input is used up; the next may be decodable
            if (result != Errors.NoMemory)
                continue;
            DiscardNext();
            throw new InsufficientMemoryException("no memory for a frame");
        }
        DiscardNext();
        return null;
    }

    /// <summary>The frame that <see cref="Next"/> went to: turned upright, and brought into a layout that can be read, if it is not so.</summary>
    /// <exception cref="MediaException">The frames cannot be read by the CPU.</exception>
    public VideoFrame Take()
    {
        var frame = _next ?? throw new InvalidOperationException("there is no next frame");
        _next = null;
        Frames++;
        try
        {
            frame = _converter.Normalize(frame, _orientation ?? DisplayMatrix.Read(frame.Native));
        }
        catch
        {
            frame.Dispose();
            throw;
        }
        if (frame.IsCorrupt)
            CorruptFrames++;
        return frame;
    }

    /// <summary>Forgets everything sent, before a seek or after <see cref="SendEnd"/>; the next packet must be a key frame.</summary>
    public void Flush()
    {
        DiscardNext();
        LibAvCodec.avcodec_flush_buffers(_codec);
        _lastPts = null;
    }

    public void Dispose()
    {
        DiscardNext();
        _codec.Dispose();
        _packet.Dispose();
        _converter.Dispose();
        _pool.Dispose();
    }

    private bool Sent(int result)
    {
        if (result >= 0)
            return true;
        if (result == Errors.Again)
            throw new InvalidOperationException("receive until null before the next packet is sent");
        if (result == Errors.EndOfFile)
            throw new InvalidOperationException("flush before more is sent after the end");
        if (result == Errors.NoMemory)
            throw new InsufficientMemoryException("no memory to decode a packet");
        DecodeErrors++;
        return false;
    }

    private long TimeOf(VideoFrame frame)
    {
        var pts = frame.Native.BestEffortTimestamp;
        if (pts == LibAvUtil.AV_NOPTS_VALUE)
            pts = _lastPts + _frameTicks ?? 0;
        _lastPts = frame.Pts90kHz = pts;
        return pts;
    }

    private void DiscardNext()
    {
        _next?.Dispose();
        _next = null;
    }
}

/// <summary>What a decoder may leave out when it cannot keep up.</summary>
public enum FrameSkip
{
    None,

    /// <summary>Frames that no other frame needs.</summary>
    NonReference,

    /// <summary>All but key frames.</summary>
    NonKey,
}
