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

        // A quarter of a step may be missing: containers round times to milliseconds and cameras jitter, and a 30 fps source that is
        // asked for 30 fps must lose nothing to that. So the next turn is never more than 1¼ steps ahead, unless time jumped back:
        // then the rhythm starts anew.
        var step = TicksPerSecond / targetFps;
        var late = pts90kHz - _next;
        if (late < -step / 4 && late >= -step * 5 / 4)
            return false;

        // After a gap the rhythm starts anew too, rather than letting a burst through.
        _next = Math.Abs(late) < step ? _next + step : pts90kHz + step;
        return true;
    }
}
