using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FFmpeg.Native;

/// <summary>Keeps the last error line that libav logged on this thread, and keeps libav off stderr.</summary>
/// <remarks>
/// libav returns a number, but says the reason ("moov atom not found") only in its log. Demuxing logs on the calling
/// thread, so a buffer per thread tells whose line it is; lines of a decoder's own worker threads are dropped.
/// </remarks>
internal static unsafe class LogCapture
{
    private const int MaxLine = 512;

    // RTMP's line after the one that says why.
    private static ReadOnlySpan<byte> Echo => "Cannot open connection"u8;

    [ThreadStatic] private static byte[]? t_line;
    [ThreadStatic] private static int t_length;

    internal static void Install() => LibAvUtil.av_log_set_callback(&OnLine);

    /// <summary>Forgets, before a call whose failure is to be explained.</summary>
    internal static void Begin()
    {
        t_line ??= new byte[MaxLine];
        t_length = 0;
    }

    /// <summary>What was logged on this thread since <see cref="Begin"/>; empty when nothing was.</summary>
    internal static string LastError => t_length == 0 ? "" : Encoding.UTF8.GetString(t_line!, 0, t_length).Trim();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLine(nint source, int level, byte* format, nint arguments)
    {
        if (level > LibAvUtil.AV_LOG_ERROR || t_line is not { } line)
            return;
        if (t_length > 0 && MemoryMarshal.CreateReadOnlySpanFromNullTerminated(format).StartsWith(Echo))
            return;
        var printPrefix = 0;
        fixed (byte* target = line)
        {
            var length = LibAvUtil.av_log_format_line2(source, level, format, arguments, target, MaxLine, ref printPrefix);
            t_length = Math.Clamp(length, 0, MaxLine - 1);
        }
    }
}
