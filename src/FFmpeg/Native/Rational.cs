using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>AVRational, passed by value.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Rational(int Numerator, int Denominator)
{
    /// <summary>The RTP video clock, which every time in this library is told in.</summary>
    internal static readonly Rational Clock90kHz = new(1, 90_000);

    internal double Value => Denominator == 0 ? 0 : (double)Numerator / Denominator;
}
