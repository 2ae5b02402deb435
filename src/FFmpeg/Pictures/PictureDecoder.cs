using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>One JPEG, PNG or WebP picture to one upright frame. May be called from any number of threads.</summary>
public static class PictureDecoder
{
    /// <summary>
    /// Decodes; a picture that is cut off gives the part that is there, marked <see cref="VideoFrame.IsCorrupt"/>, or an
    /// error when there is none. An animated PNG gives its default picture.
    /// </summary>
    /// <returns>I420 of JPEG, grey and lossy WebP; RGB24 of all else. The caller disposes it.</returns>
    /// <exception cref="MediaException">Not a picture, larger than the limits, animated WebP, or not decodable.</exception>
    public static VideoFrame Decode(ReadOnlySpan<byte> picture, PictureLimits? limits = null)
    {
        var header = PictureHeader.Read(picture);
        Check(header, limits ?? PictureLimits.Default);
        var options = new VideoDecoderOptions
        {
            Orientation = header.Orientation,
            MaxPixels = (limits ?? PictureLimits.Default).MaxPixels,
            IdleFrames = 1,
        };
        using var decoder = VideoDecoder.OpenByName(CodecOf(header.Type), default, options);
        decoder.Send(picture, 0);
        decoder.SendEnd();
        var frame = decoder.Receive() ?? throw Undecodable(header);
        frame.IsCorrupt |= header.IsTruncated;
        return frame;
    }

    private static void Check(PictureHeader header, PictureLimits limits)
    {
        var size = $"the {header.Type} picture is {header.Width}x{header.Height}";
        if (Math.Max(header.Width, header.Height) > limits.MaxSide)
            throw new MediaException(MediaErrorKind.TooLarge, $"{size}; a side may have {limits.MaxSide} pixels");
        if ((long)header.Width * header.Height > limits.MaxPixels)
            throw new MediaException(MediaErrorKind.TooLarge, $"{size}; it may have {limits.MaxPixels} pixels");
        if (header is { Type: PictureType.WebP, IsAnimated: true })
            throw new MediaException(MediaErrorKind.Unsupported, "animated WebP is not supported");
    }

    private static MediaException Undecodable(PictureHeader header)
    {
        var reason = LogCapture.LastError;
        if (reason.Length == 0)
            reason = "it cannot be decoded";
        return PictureHeader.Bad(header.Type, header.IsTruncated ? $"it is cut off ({reason})" : reason);
    }

    private static string CodecOf(PictureType type) => type switch
    {
        PictureType.Jpeg => "mjpeg",
        PictureType.Png => "png",
        _ => "webp",
    };
}
