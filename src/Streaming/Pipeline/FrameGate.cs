namespace Streaming.Pipeline;

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
        if (!Admits(pts90kHz, targetFps))
            return false;

        // After a gap the rhythm starts anew, rather than letting a burst through.
        var step = TicksPerSecond / targetFps;
        _next = Math.Abs(pts90kHz - _next) < step ? _next + step : pts90kHz + step;
        return true;
    }

    /// <summary>Whether a frame would be admitted now. If not, it will not be later either: frames come in the order of their times.</summary>
    public bool Admits(long pts90kHz, double targetFps)
    {
        if (targetFps <= 0)
            return true;

        // A quarter of a step may be missing: containers round times to milliseconds and cameras jitter, and a 30 fps source that is
        // asked for 30 fps must lose nothing to that. So the next turn is never more than 1¼ steps ahead, unless time jumped back:
        // then the rhythm starts anew.
        var step = TicksPerSecond / targetFps;
        var late = pts90kHz - _next;
        return late >= -step / 4 || late < -step * 5 / 4;
    }
}
