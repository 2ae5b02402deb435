using Media;

namespace FFmpeg;

/// <summary>What the first bytes of a picture say, read without decoding and without memory.</summary>
/// <param name="Width">As stored, before <paramref name="Orientation"/>.</param>
/// <param name="Height">As stored, before <paramref name="Orientation"/>.</param>
/// <param name="IsAnimated">More than one picture is inside.</param>
/// <param name="IsTruncated">The bytes end before the file's end mark or stated length.</param>
public readonly record struct PictureHeader(PictureType Type, int Width, int Height, Orientation Orientation, bool IsAnimated, bool IsTruncated)
{
    /// <summary>Of a JPEG: parts of its picture are missing, whether it has an end mark or not.</summary>
    internal bool LacksScans { get; init; }

    /// <exception cref="MediaException">Not a JPEG, PNG or WebP picture, or its header is cut or contradicts itself.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> picture)
    {
        if (picture.IsEmpty)
            throw new MediaException(MediaErrorKind.InvalidData, "the picture is empty");
        if (picture.StartsWith(JpegHeader.Signature))
            return JpegHeader.Read(picture);
        if (picture.StartsWith(PngHeader.Signature))
            return PngHeader.Read(picture);
        if (WebPHeader.IsWebP(picture))
            return WebPHeader.Read(picture);
        throw new MediaException(MediaErrorKind.Unsupported, FirstBytes.Of(picture) is { } seen ? $"not a JPEG, PNG or WebP picture; {seen}" : "not a JPEG, PNG or WebP picture");
    }

    /// <summary>Whether the first 16 bytes of a file are those of a picture that <see cref="Read"/> knows.</summary>
    public static bool IsPicture(ReadOnlySpan<byte> head) =>
        head.StartsWith(JpegHeader.Signature) || head.StartsWith(PngHeader.Signature) || WebPHeader.IsWebP(head);

    internal static MediaException Bad(PictureType type, string why) => new(MediaErrorKind.InvalidData, $"{type} picture: {why}");
}

public enum PictureType
{
    Jpeg,
    Png,
    WebP,
}

/// <summary>What a picture's header may claim before any memory is taken for it.</summary>
public sealed record PictureLimits
{
    public static PictureLimits Default { get; } = new();

    /// <summary>Pixels along one side. Default 16,384.</summary>
    public int MaxSide { get; init; } = 16_384;

    /// <summary>Pixels of the whole picture. Default 64 million: 96 MB as I420, 192 MB as RGB24.</summary>
    public int MaxPixels { get; init; } = 64_000_000;
}
