using System.Diagnostics;

namespace Media;

/// <summary>Sample layout of a <see cref="Frame"/>: the three that preprocessing reads directly.</summary>
public enum PixelFormat : byte
{
    /// <summary>Planes Y, U, V; chroma at half width and half height, rounded up. 8 bit.</summary>
    I420,

    /// <summary>Planes Y and interleaved UV; chroma at half width and half height, rounded up. 8 bit.</summary>
    Nv12,

    /// <summary>One plane, three bytes a pixel: R, G, B.</summary>
    Rgb24,
}

/// <summary>Matrix that turns Y'CbCr into R'G'B' (ITU-T H.273, MatrixCoefficients).</summary>
public enum ColorMatrix : byte { Bt601, Bt709 }

/// <summary>Limited: Y' 16..235, Cb/Cr 16..240. Full: 0..255.</summary>
public enum ColorRange : byte { Limited, Full }

/// <summary>When a frame was, on every clock that knows it, and the trace that follows it.</summary>
/// <param name="Pts90kHz">Presentation time in 1/90,000 s from the session's origin.</param>
/// <param name="RtpTimestamp">The RTP timestamp it came with; without RTP, <paramref name="Pts90kHz"/> mod 2³².</param>
/// <param name="CaptureTime">Wall clock at the sensor, where the source tells it.</param>
/// <param name="Arrival"><see cref="TimeProvider.GetTimestamp"/> when the first byte of its access unit reached us.</param>
/// <param name="Decode">What decoding it took.</param>
/// <param name="Trace">The frame's span; null unless it is sampled. A run of the model links to it.</param>
/// <param name="SentPts90kHz">The presentation time by which a client knows its frame, however wrong, for its result; null: <paramref name="Pts90kHz"/> is that.</param>
public readonly record struct FrameTimes(
    long Pts90kHz, uint RtpTimestamp, DateTimeOffset? CaptureTime, long Arrival, TimeSpan Decode, Activity? Trace = null, long? SentPts90kHz = null);

/// <summary>A decoded picture: planes that somebody else owns, lent until <see cref="Release"/>.</summary>
/// <remarks>
/// Whoever holds the frame last releases it, once. It is a value, so handing it on copies pointers, never samples.
/// </remarks>
public readonly record struct Frame
{
    public required PixelFormat Format { get; init; }
    public required int Width { get; init; }
    public required int Height { get; init; }
    public ColorMatrix Matrix { get; init; }
    public ColorRange Range { get; init; }

    /// <summary>First sample of Y (I420, NV12) or of the red of pixel 0 (RGB24).</summary>
    public required nint Plane0 { get; init; }
    public nint Plane1 { get; init; }
    public nint Plane2 { get; init; }

    /// <summary>Bytes from one row to the next; may exceed the width.</summary>
    public required int Stride0 { get; init; }
    public int Stride1 { get; init; }
    public int Stride2 { get; init; }

    public FrameTimes Times { get; init; }

    /// <summary>The planes' owner; disposing it gives them back.</summary>
    public IDisposable? Owner { get; init; }

    public void Release() => Owner?.Dispose();
}
