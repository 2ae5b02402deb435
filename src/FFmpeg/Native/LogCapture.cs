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
    private const int MaxLine = 512, MaxStatus = 64;

    // RTMP's line after the one that says why.
    private static ReadOnlySpan<byte> Echo => "Cannot open connection"u8;

    // What HTTP and HLS say of the reason, and what other lines follow.
    private static ReadOnlySpan<byte> HttpError => "HTTP error "u8;

    private static ReadOnlySpan<byte> KeyError => "Unable to open key file "u8;

    [ThreadStatic] private static byte[]? t_line;
    [ThreadStatic] private static int t_length;
    [ThreadStatic] private static byte[]? t_reasons;
    [ThreadStatic] private static int t_statusLength, t_keyLength;

    internal static void Install() => LibAvUtil.av_log_set_callback(&OnLine);

    /// <summary>Forgets, before a call whose failure is to be explained.</summary>
    internal static void Begin()
    {
        t_line ??= new byte[MaxLine];
        t_reasons ??= new byte[MaxStatus + MaxLine];
        (t_length, t_statusLength, t_keyLength) = (0, 0, 0);
    }

    /// <summary>What was logged on this thread since <see cref="Begin"/>; empty when nothing was.</summary>
    internal static string LastError => t_length == 0 ? "" : Encoding.UTF8.GetString(t_line!, 0, t_length).Trim();

    /// <summary>The last status by which an HTTP server refused since then, such as "403 Forbidden"; empty where none did.</summary>
    internal static string HttpStatus => t_statusLength == 0 ? "" : Encoding.UTF8.GetString(t_reasons!, 0, t_statusLength).Trim();

    /// <summary>Where the key of an encrypted playlist is that could not be had; empty where there is none.</summary>
    internal static string KeyFile => t_keyLength == 0 ? "" : Encoding.UTF8.GetString(t_reasons!, MaxStatus, t_keyLength).Trim();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnLine(nint source, int level, byte* format, nint arguments)
    {
        if (level > LibAvUtil.AV_LOG_WARNING || t_line is not { } line)
            return;
        var text = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(format);
        if (level > LibAvUtil.AV_LOG_ERROR && !text.StartsWith(HttpError) || t_length > 0 && text.StartsWith(Echo))
            return;
        if (text.StartsWith(HttpError))
            t_statusLength = Write(source, level, format, arguments, t_reasons.AsSpan(0, MaxStatus), HttpError.Length);
        else if (text.StartsWith(KeyError))
            t_keyLength = Write(source, level, format, arguments, t_reasons.AsSpan(MaxStatus), KeyError.Length);
        else
            t_length = Write(source, level, format, arguments, line, 0);
    }

    /// <returns>Bytes written: the line without so many of its first ones.</returns>
    private static int Write(nint source, int level, byte* format, nint arguments, Span<byte> target, int without)
    {
        var whole = stackalloc byte[MaxLine];
        var printPrefix = 0;
        var length = Math.Clamp(LibAvUtil.av_log_format_line2(source, level, format, arguments, whole, MaxLine, ref printPrefix), 0, MaxLine - 1);
        var line = new ReadOnlySpan<byte>(whole, length)[Math.Min(without, length)..];
        line = line[..Math.Min(line.Length, target.Length)];
        line.CopyTo(target);
        return line.Length;
    }
}
