namespace Server.Streams;

/// <summary>Lets at most target_fps frames a second of media time through, evenly spaced. Touched by the source's thread alone.</summary>
internal sealed class FrameGate
{
    private const double TicksPerSecond = 90_000;

    private double _next = double.NegativeInfinity;

    /// <summary>Whether a frame is admitted; false is <see cref="DropReason.TargetFps"/>.</summary>
    /// <param name="targetFps">0 admits all.</param>
    public bool TryAdmit(long pts90kHz, double targetFps)
    {
        if (targetFps <= 0)
            return true;

        // Half a tick of tolerance: a 30 fps source asked for 30 fps must not lose a frame to rounding. The next turn is never more
        // than a step ahead, unless time jumped back (a file that starts again): then the rhythm starts anew.
        var step = TicksPerSecond / targetFps;
        if (pts90kHz + 0.5 < _next && _next - pts90kHz <= step)
            return false;

        // After a gap the rhythm starts anew too, rather than letting a burst through.
        var late = pts90kHz - _next;
        _next = late >= 0 && late < step ? _next + step : pts90kHz + step;
        return true;
    }
}
