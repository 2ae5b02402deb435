using System.Globalization;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>One frame to one JPEG picture. May be called from any number of threads.</summary>
public static class PictureEncoder
{
    private const string Encoder = "mjpeg";

    // The range of libav's quantiser scale for JPEG; it multiplies a table by scale / 8.
    private const int FinestScale = 1, CoarsestScale = 31;

    /// <summary>Encodes as JFIF says: BT.601 in full range, chroma halved both ways.</summary>
    /// <param name="picture">Of any layout; it stays the caller's.</param>
    /// <param name="quality">1..100, meant as libjpeg means it.</param>
    /// <exception cref="MediaException">This build of FFmpeg has no such encoder, or it refused the picture.</exception>
    public static byte[] EncodeJpeg(VideoFrame picture, int quality)
    {
        if (quality is < 1 or > 100)
            throw new ArgumentOutOfRangeException(nameof(quality), quality, "must be 1..100");
        MediaLibrary.Load();
        using var converter = new PixelConverter(idleFrames: 1);
        using var rgb = picture.Format == PixelFormat.Rgb24 ? null : converter.ToRgb(picture, picture.Width, picture.Height);
        using var jfif = converter.ToJfif(rgb ?? picture);
        using var codec = EncoderOpener.Open(Encoder, Options(picture.Width, picture.Height, ScaleOf(quality)));
        return Encode(codec, jfif);
    }

    /// <summary>libjpeg multiplies its table by 50 / quality below 50, by 2 - quality / 50 from there on.</summary>
    internal static int ScaleOf(int quality)
    {
        var factor = quality < 50 ? 50.0 / quality : 2 - quality / 50.0;
        return Math.Clamp((int)Math.Round(8 * factor), FinestScale, CoarsestScale);
    }

    private static IEnumerable<(string, string)> Options(int width, int height, int scale)
    {
        yield return ("video_size", string.Create(CultureInfo.InvariantCulture, $"{width}x{height}"));
        yield return ("pixel_format", "yuv420p");
        yield return ("color_range", "pc");
        yield return ("time_base", "1/90000");
        yield return ("threads", "1");
        // No comment that names the encoder's version: the same picture gives the same bytes.
        yield return ("flags", "+bitexact");
        // Rate control has no choice left.
        var quantiser = scale.ToString(CultureInfo.InvariantCulture);
        yield return ("qmin", quantiser);
        yield return ("qmax", quantiser);
    }

    private static byte[] Encode(CodecHandle codec, VideoFrame jfif)
    {
        using var packet = new MediaPacket();
        jfif.Native.SetUpForEncoding(pts: 0);
        jfif.Native.SetColor(ColorTags.Bt601, ColorTags.RangeFull);
        LogCapture.Begin();
        Check(LibAvCodec.avcodec_send_frame(codec, jfif.Handle));
        Check(LibAvCodec.avcodec_receive_packet(codec, packet.Handle));
        return packet.Data.ToArray();
    }

    private static void Check(int result)
    {
        if (result < 0)
            throw MediaException.From(result, Encoder);
    }
}
