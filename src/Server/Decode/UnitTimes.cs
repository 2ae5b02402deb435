using Inference;

namespace Server.Decode;

/// <summary>The times of the units inside a decoder, found again by presentation time: frames come out in another order.</summary>
internal sealed class UnitTimes
{
    // H.264 and HEVC hold at most 16 frames back (H.264 A.3.1, HEVC A.4.2: 16 pictures); fields of a frame come as two units.
    private const int Kept = 32;

    private readonly FrameTimes[] _ring = new FrameTimes[Kept];
    private long _next;

    public void Add(in FrameTimes times) => _ring[_next++ % Kept] = times;

    /// <summary>Those of the unit with that presentation time; where there is none, as libav made a time up, those of the newest.</summary>
    public FrameTimes Of(long pts90kHz)
    {
        for (var i = _next - 1; i >= 0 && i >= _next - Kept; i--)
        {
            if (_ring[i % Kept].Pts90kHz == pts90kHz)
                return _ring[i % Kept];
        }

        return _ring[Math.Max(0, _next - 1) % Kept] with { Pts90kHz = pts90kHz, RtpTimestamp = (uint)pts90kHz, CaptureTime = null };
    }
}
