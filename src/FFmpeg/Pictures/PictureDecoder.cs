using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>One JPEG, PNG or WebP picture to one upright frame. May be called from any number of threads.</summary>
public static class PictureDecoder
{
    // More than any block of samples takes.
    private const int OtherBits = 1024;

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
        var frame = Decode(picture, header, options);
        frame.IsCorrupt |= header.IsTruncated && !IsWholeAllTheSame(picture, header, frame, options);
        return frame;
    }

    private static VideoFrame Decode(ReadOnlySpan<byte> picture, PictureHeader header, VideoDecoderOptions options)
    {
        using var decoder = VideoDecoder.OpenByName(CodecOf(header.Type), default, options);
        decoder.Send(picture, 0);
        decoder.SendEnd();
        return decoder.Receive() ?? throw Undecodable(header);
    }

    /// <summary>Cameras leave the end mark of a JPEG out. Such a picture is whole if what follows its bytes makes no difference to it.</summary>
    private static bool IsWholeAllTheSame(ReadOnlySpan<byte> picture, PictureHeader header, VideoFrame frame, VideoDecoderOptions options)
    {
        // libav says where the samples ran out before the picture did, except for the last few.
        if (header is not { Type: PictureType.Jpeg, LacksScans: false } || LogCapture.LastError.Length > 0)
            return false;
        // Where a decoder reads on behind the end, it finds zeros; other bits make other samples.
        byte[] followed = [.. picture, .. Enumerable.Repeat((byte)0x55, OtherBits), .. JpegHeader.End];
        try
        {
            using var other = Decode(followed, header, options);
            return frame.HasSamplesOf(other);
        }
        catch (MediaException)
        {
            return false;
        }
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

    /// <summary>libav's name.</summary>
    internal static string CodecOf(PictureType type) => type switch
    {
        PictureType.Jpeg => "mjpeg",
        PictureType.Png => "png",
        _ => "webp",
    };
}
