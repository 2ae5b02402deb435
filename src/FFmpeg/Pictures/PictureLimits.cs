namespace FFmpeg;

/// <summary>What a picture's header may claim before any memory is taken for it.</summary>
public sealed record PictureLimits
{
    public static PictureLimits Default { get; } = new();

    /// <summary>Pixels along one side. Default 16,384.</summary>
    public int MaxSide { get; init; } = 16_384;

    /// <summary>Pixels of the whole picture. Default 64 million: 96 MB as I420, 192 MB as RGB24.</summary>
    public int MaxPixels { get; init; } = 64_000_000;
}
