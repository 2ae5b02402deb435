using System.Runtime.InteropServices;

namespace FFmpeg.Native;

internal static unsafe partial class LibAvUtil
{
    internal const long AV_NOPTS_VALUE = long.MinValue;
    internal const int AVMEDIA_TYPE_VIDEO = 0;
    internal const int AVMEDIA_TYPE_AUDIO = 1;
    internal const int AV_FRAME_FLAG_CORRUPT = 1;
    internal const int AV_OPT_SEARCH_CHILDREN = 1;
    internal const int AV_LOG_ERROR = 16;
    internal const int AV_LOG_WARNING = 24;
    internal const int AV_FRAME_DATA_DISPLAYMATRIX = 6;
    internal const int AV_PIX_FMT_FLAG_PAL = 1 << 1;
    internal const int AV_PIX_FMT_FLAG_BITSTREAM = 1 << 2;
    internal const int AV_PIX_FMT_FLAG_HWACCEL = 1 << 3;
    internal const int AV_PIX_FMT_FLAG_RGB = 1 << 5;

    [LibraryImport(Libraries.AvUtil)]
    internal static partial uint avutil_version();

    [LibraryImport(Libraries.AvUtil)]
    internal static partial nint av_version_info();

    [LibraryImport(Libraries.AvUtil)]
    internal static partial int av_strerror(int code, byte* text, nuint size);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial void av_log_set_callback(delegate* unmanaged[Cdecl]<nint, int, byte*, nint, void> callback);

    /// <param name="arguments">A va_list as the callback got it: on x86-64 and arm64 Linux it is passed by address.</param>
    [LibraryImport(Libraries.AvUtil)]
    internal static partial int av_log_format_line2(nint source, int level, byte* format, nint arguments, byte* line, int size, ref int printPrefix);

    [LibraryImport(Libraries.AvUtil, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int av_dict_set(ref nint dictionary, string key, string value, int flags);

    [LibraryImport(Libraries.AvUtil, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint av_dict_get(nint dictionary, string key, nint previous, int flags);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial void av_dict_free(ref nint dictionary);

    [LibraryImport(Libraries.AvUtil, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int av_opt_set(CodecHandle target, string name, string value, int searchFlags);

    /// <param name="value">The caller frees it.</param>
    [LibraryImport(Libraries.AvUtil, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int av_opt_get(nint target, string name, int searchFlags, out nint value);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial nint av_mallocz(nuint size);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial void av_free(nint memory);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial nint av_frame_alloc();

    [LibraryImport(Libraries.AvUtil)]
    internal static partial void av_frame_free(ref nint frame);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial void av_frame_unref(FrameHandle frame);

    /// <returns>An AVFrameSideData, or null.</returns>
    [LibraryImport(Libraries.AvUtil)]
    internal static partial nint av_frame_get_side_data(nint frame, int type);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial int av_frame_get_buffer(FrameHandle frame, int alignment);

    /// <summary>Gives the frame samples of its own when somebody else still holds them.</summary>
    [LibraryImport(Libraries.AvUtil)]
    internal static partial int av_frame_make_writable(FrameHandle frame);

    [LibraryImport(Libraries.AvUtil, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int av_get_pix_fmt(string name);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial nint av_get_pix_fmt_name(int format);

    [LibraryImport(Libraries.AvUtil)]
    internal static partial nint av_pix_fmt_desc_get(int format);
}
