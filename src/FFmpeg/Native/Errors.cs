using System.Runtime.InteropServices;
using System.Text;
using Media;

namespace FFmpeg.Native;

/// <summary>libav's error numbers: negated errno, or a negated four-character tag (libavutil/error.h).</summary>
internal static unsafe class Errors
{
    internal const int NoEntry = -2, Io = -5, Again = -11, NoMemory = -12, Access = -13, InvalidArgument = -22;
    internal const int BrokenPipe = -32, IllegalSeek = -29, NetworkUnreachable = -101, ConnectionReset = -104, ConnectionTimedOut = -110, ConnectionRefused = -111, HostUnreachable = -113;
    internal static readonly int EndOfFile = Tag('E', 'O', 'F', ' ');
    internal static readonly int InvalidData = Tag('I', 'N', 'D', 'A');
    internal static readonly int Exit = Tag('E', 'X', 'I', 'T');
    internal static readonly int DecoderNotFound = Tag((char)0xF8, 'D', 'E', 'C');
    internal static readonly int DemuxerNotFound = Tag((char)0xF8, 'D', 'E', 'M');
    internal static readonly int ProtocolNotFound = Tag((char)0xF8, 'P', 'R', 'O');
    internal static readonly int StreamNotFound = Tag((char)0xF8, 'S', 'T', 'R');
    internal static readonly int PatchWelcome = Tag('P', 'A', 'W', 'E');
    internal static readonly int Http401 = Tag((char)0xF8, '4', '0', '1');
    internal static readonly int Http403 = Tag((char)0xF8, '4', '0', '3');
    internal static readonly int Http404 = Tag((char)0xF8, '4', '0', '4');

    internal static string Text(int code)
    {
        var text = stackalloc byte[128];
        _ = LibAvUtil.av_strerror(code, text, 128);
        return Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text));
    }

    internal static MediaErrorKind Kind(int code) => code switch
    {
        _ when code == NoEntry || code == Http404 => MediaErrorKind.NotFound,
        _ when code == Access || code == Http401 || code == Http403 => MediaErrorKind.AccessDenied,
        _ when code == InvalidData => MediaErrorKind.InvalidData,
        _ when code == ConnectionTimedOut => MediaErrorKind.Timeout,
        _ when code == StreamNotFound => MediaErrorKind.NoVideoStream,
        _ when code == DecoderNotFound || code == DemuxerNotFound || code == ProtocolNotFound || code == PatchWelcome => MediaErrorKind.Unsupported,
        _ => MediaErrorKind.Io,
    };

    private static int Tag(char a, char b, char c, char d) => -(a | b << 8 | c << 16 | d << 24);
}
