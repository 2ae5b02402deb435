using Media;

namespace FFmpeg;

/// <summary>How a decoder is opened.</summary>
public sealed record VideoDecoderOptions
{
    /// <summary>Decoding threads, 1 to 64; 0 lets libav choose. Each one more holds one more frame back. Default 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Hand frames out without waiting for later ones; for live streams, which have no B-frames. Default false.</summary>
    public bool LowDelay { get; init; }

    /// <summary>libav's name of a certain decoder, such as "h264_cuvid"; null takes libav's default for the codec.</summary>
    public string? DecoderName { get; init; }

    /// <summary>The largest picture, in pixels: what a hostile header may make the decoder allocate. Default 8192 x 8192.</summary>
    public long MaxPixels { get; init; } = 8192L * 8192;

    /// <summary>Turns frames upright; null takes the stream's own display matrix.</summary>
    public Orientation? Orientation { get; init; }

    /// <summary>Idle frame objects kept for reuse. Default 16.</summary>
    public int IdleFrames { get; init; } = 16;

    internal void Validate()
    {
        if (Threads is < 0 or > 64)
            throw new ArgumentOutOfRangeException(nameof(Threads), Threads, "must be 0..64");
        if (MaxPixels is < 1 or > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(MaxPixels), MaxPixels, "must be 1..2147483647");
        if (IdleFrames is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(IdleFrames), IdleFrames, "must be 1..1024");
    }
}
