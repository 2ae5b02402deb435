using System.Runtime.InteropServices;
using FFmpeg;

namespace Load.WebRtc;

/// <summary>Reads the moment at which the test page's clock was drawn out of a picture of it: 24 bits of milliseconds, black and white, in its top rows.</summary>
internal static class ClockCode
{
    private const int Bits = 24, Row = 16, Black = 80, White = 170;

    /// <summary>Milliseconds since 1970 modulo this.</summary>
    private const long Period = 1L << Bits;

    /// <summary>How long after it was drawn something was.</summary>
    /// <returns>Null: the picture shows no clock, or a blurred one.</returns>
    public static double? Since(ReadOnlySpan<byte> jpeg, DateTimeOffset moment)
    {
        using var picture = PictureDecoder.Decode(jpeg);
        if (Read(picture) is not { } drawn)
            return null;
        var milliseconds = (moment - DateTimeOffset.UnixEpoch).TotalMilliseconds % Period - drawn;
        return milliseconds < -Period / 2 ? milliseconds + Period : milliseconds;
    }

    private static long? Read(VideoFrame picture)
    {
        var (code, cell) = (0L, picture.Width / Bits);
        for (var bit = 0; bit < Bits; bit++)
        {
            var luma = Marshal.ReadByte(picture.Plane(0), Row * picture.Stride(0) + bit * cell + cell / 2);
            if (luma is > Black and < White)
                return null;
            code = code << 1 | (luma >= White ? 1L : 0);
        }

        return code;
    }
}
