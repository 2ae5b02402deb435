using System.Globalization;

namespace Cli;

/// <summary>Progress on standard error: a bar with fps and time left on a terminal, a plain line now and then elsewhere.</summary>
/// <remarks>Called once a frame; writes at most ten times a second on a terminal, every five seconds otherwise.</remarks>
internal sealed class ProgressLine(TextWriter error, bool isTerminal, long? expectedFrames, TimeProvider time) : IDisposable
{
    private const int BarWidth = 30;

    // Seconds: a year. What takes longer has no end that could be told.
    private const double LongestWait = 365 * 86400;

    private readonly long _started = time.GetTimestamp();
    private readonly TimeSpan _interval = isTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(5);
    private long _written = time.GetTimestamp();

    public void Report(long frames)
    {
        if (time.GetElapsedTime(_written) < _interval)
            return;
        _written = time.GetTimestamp();
        var line = Format(frames, time.GetElapsedTime(_started));
        if (isTerminal)
            error.Write($"\r{line}\u001b[K");
        else
            error.WriteLine(line);
    }

    /// <summary>Wipes the bar, so that what follows starts on a clean line.</summary>
    public void Dispose()
    {
        if (isTerminal)
            error.Write("\r\u001b[K");
    }

    private static string Clock(TimeSpan time) =>
        time.ToString(time.TotalHours >= 1 ? @"d\.hh\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);

    private string Format(long frames, TimeSpan elapsed)
    {
        var fps = frames / Math.Max(elapsed.TotalSeconds, 1e-3);
        if (expectedFrames is not > 0 || fps == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{frames} frames, {fps:0.0} fps");

        var fraction = Math.Min(1, (double)frames / expectedFrames.Value);
        var left = TimeSpan.FromSeconds(Math.Clamp((expectedFrames.Value - frames) / fps, 0, LongestWait));
        var bar = isTerminal ? new string('━', (int)(fraction * BarWidth)).PadRight(BarWidth, '╌') + "  " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{bar}{fraction,4:P0}  {frames}/{expectedFrames} frames, {fps:0.0} fps, {Clock(left)} left");
    }
}
