using Media;

namespace FFmpeg;

/// <summary>How an encoder is opened.</summary>
public sealed record VideoEncoderOptions
{
    /// <summary>H264 (libx264) or Vp8 (libvpx). Default H264.</summary>
    public VideoCodec Codec { get; init; } = VideoCodec.H264;

    /// <summary>Pixels, 2..16384 (VP8: 16382) and even, as 4:2:0 wants them; <see cref="FrameCopier"/> pads an odd size.</summary>
    public required int Width { get; init; }

    /// <inheritdoc cref="Width"/>
    public required int Height { get; init; }

    /// <summary>
    /// Frames a second, for rate control and for how long the last frame lasts; the frames' own times are kept whatever
    /// they are. 0 when unknown, which is taken as 30. Default 0.
    /// </summary>
    public double FrameRate { get; init; }

    /// <summary>Bits a second on average; null for constant quality. Default null.</summary>
    public long? BitRate { get; init; }

    /// <summary>
    /// Constant rate factor, 0 (best) .. 51 (VP8: 4..63), where no bit rate is given; null for 20 (VP8: 10), at which drawn
    /// letters keep their edges. Default null.
    /// </summary>
    public int? Quality { get; init; }

    /// <summary>libx264's preset: time spent for fewer bits. Default Veryfast.</summary>
    public EncoderPreset Preset { get; init; } = EncoderPreset.Veryfast;

    /// <summary>Each frame comes out at once: no lookahead, no frame threads, no B-frames. Default false.</summary>
    public bool Live { get; init; }

    /// <summary>
    /// Frames between key frames, at most; a fragmented file loses up to that many in a crash. 0 for two seconds. Default 0.
    /// </summary>
    public int GopFrames { get; init; }

    /// <summary>B-frames in sequence, 0..16; H.264 only. A fragmented MP4 with any does not begin at zero. Default 0.</summary>
    public int BFrames { get; init; }

    /// <summary>Encoding threads, 1..64; 0 lets the encoder choose. Default 0.</summary>
    public int Threads { get; init; }

    /// <summary>Parameter sets before each key frame instead of in the container's header: for RTP. Default false.</summary>
    public bool HeadersInStream { get; init; }

    public VideoSignal Signal { get; init; }

    /// <summary>Fits copies that a <see cref="FrameCopier"/> makes of frames like this one.</summary>
    public static VideoEncoderOptions For(VideoFrame frame) =>
        new() { Width = FrameCopier.Even(frame.Width), Height = FrameCopier.Even(frame.Height), Signal = VideoSignal.Of(frame) };

    /// <summary>Frames a second, known or assumed.</summary>
    internal double Rate => FrameRate > 0 ? FrameRate : 30;

    internal void Validate()
    {
        var vp8 = Codec == VideoCodec.Vp8;
        if (!vp8 && Codec != VideoCodec.H264)
            throw new MediaException(MediaErrorKind.Unsupported, $"{nameof(Codec)} is {Codec}; H264 and Vp8 can be encoded");
        Side(Width, nameof(Width), vp8);
        Side(Height, nameof(Height), vp8);
        Within(FrameRate, 0, 1000, nameof(FrameRate));
        Within(BitRate ?? 1000, 1000, 1_000_000_000, nameof(BitRate));
        Within(Quality ?? 10, vp8 ? 4 : 0, vp8 ? 63 : 51, nameof(Quality));
        Within(GopFrames, 0, 100_000, nameof(GopFrames));
        Within(BFrames, 0, 16, nameof(BFrames));
        Within(Threads, 0, 64, nameof(Threads));
    }

    private static void Side(int value, string name, bool vp8)
    {
        // Of another type than the others, because a stream's size is found out, not chosen.
        var most = vp8 ? 16_382 : 16_384;
        if (value < 2 || value > most || value % 2 != 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"{name} is {value}; {(vp8 ? "VP8" : "H.264")} video takes even numbers in 2..{most}");
    }

    private static void Within(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most))
            throw new ArgumentOutOfRangeException(name, value, $"must be {least}..{most}");
    }
}

/// <summary>Presets of libx264 by its names, fastest first.</summary>
public enum EncoderPreset
{
    Ultrafast,
    Superfast,
    Veryfast,
    Faster,
    Fast,
    Medium,
    Slow,
    Slower,
    Veryslow,
}
