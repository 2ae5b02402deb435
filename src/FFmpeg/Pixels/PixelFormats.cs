using System.Runtime.InteropServices;
using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>libav's pixel format numbers, asked by name because they move between releases.</summary>
internal static class PixelFormats
{
    internal static readonly int Yuv420 = ByName("yuv420p"), YuvJ420 = ByName("yuvj420p"), YuvA420 = ByName("yuva420p");
    internal static readonly int Nv12 = ByName("nv12"), Rgb24 = ByName("rgb24");

    // The yuvj layouts say so by their name; grey is full wherever nothing is said (PNG, JPEG), as swscale takes it.
    private static readonly int[] FullRange = Array.ConvertAll(
        [
            "yuvj420p", "yuvj422p", "yuvj444p", "yuvj440p", "yuvj411p",
            "gray", "ya8", "gray16le", "gray16be", "ya16le", "ya16be", "gray10le", "gray12le",
        ],
        ByName);

    /// <summary>The layout these samples already have; null asks for a conversion.</summary>
    /// <remarks>yuva420p is I420 with a fourth plane, which is left out: alpha is dropped everywhere, as OpenCV drops it.</remarks>
    internal static PixelFormat? AsItIs(int format) =>
        format == Yuv420 || format == YuvJ420 || format == YuvA420 ? PixelFormat.I420
        : format == Nv12 ? PixelFormat.Nv12
        : format == Rgb24 ? PixelFormat.Rgb24
        : null;

    internal static int Of(PixelFormat format) => format switch { PixelFormat.I420 => Yuv420, PixelFormat.Nv12 => Nv12, _ => Rgb24 };

    /// <summary>RGB, palette and 1-bit sources become RGB24, all others I420.</summary>
    internal static PixelFormat Nearest(int format)
    {
        const int rgb = LibAvUtil.AV_PIX_FMT_FLAG_RGB | LibAvUtil.AV_PIX_FMT_FLAG_PAL | LibAvUtil.AV_PIX_FMT_FLAG_BITSTREAM;
        var descriptor = LibAvUtil.av_pix_fmt_desc_get(format);
        var flags = descriptor == 0 ? 0 : Field.Get<long>(descriptor, Offsets.Current.PixelDescriptorFlags);
        if (descriptor == 0 || (flags & LibAvUtil.AV_PIX_FMT_FLAG_HWACCEL) != 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"frames of pixel format {Name(format)} cannot be read by the CPU");
        return (flags & rgb) != 0 ? PixelFormat.Rgb24 : PixelFormat.I420;
    }

    internal static bool IsFullRangeByDefault(int format) => FullRange.AsSpan().Contains(format);

    internal static string Name(int format) => Marshal.PtrToStringUTF8(LibAvUtil.av_get_pix_fmt_name(format)) ?? $"number {format}";

    private static int ByName(string name) => LibAvUtil.av_get_pix_fmt(name);
}
