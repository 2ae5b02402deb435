using FFmpeg.Native;

namespace FFmpeg;

/// <summary>swscale's resampling filters, best first.</summary>
public enum ScaleFilter
{
    Bilinear = LibSwScale.SWS_BILINEAR,
    FastBilinear = LibSwScale.SWS_FAST_BILINEAR,
}
