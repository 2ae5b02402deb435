using System.Runtime.InteropServices;

namespace FFmpeg.Native;

internal static unsafe partial class LibSwScale
{
    internal const int SWS_FAST_BILINEAR = 1;
    internal const int SWS_BILINEAR = 2;

    /// <summary>Coefficient tables of sws_getCoefficients; 5 is BT.601.</summary>
    internal const int SWS_CS_ITU709 = 1, SWS_CS_ITU601 = 5;

    [LibraryImport(Libraries.SwScale)]
    internal static partial uint swscale_version();

    [LibraryImport(Libraries.SwScale)]
    internal static partial nint sws_getContext(int sourceWidth, int sourceHeight, int sourceFormat,
        int width, int height, int format, int flags, nint sourceFilter, nint filter, nint parameters);

    [LibraryImport(Libraries.SwScale)]
    internal static partial void sws_freeContext(nint context);

    [LibraryImport(Libraries.SwScale)]
    internal static partial int* sws_getCoefficients(int colorspace);

    [LibraryImport(Libraries.SwScale)]
    internal static partial int sws_setColorspaceDetails(ScalerHandle context, int* inverseTable, int sourceRange,
        int* table, int range, int brightness, int contrast, int saturation);

    [LibraryImport(Libraries.SwScale)]
    internal static partial int sws_scale(ScalerHandle context, byte** source, int* sourceStrides, int y, int height,
        byte** destination, int* destinationStrides);
}
