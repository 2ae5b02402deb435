using System.Globalization;

namespace Cli;

/// <summary>Progress on standard error: a bar with fps and time left on a terminal, a plain line now and then elsewhere.</summary>
/// <remarks>Called once a frame; writes at most ten times a second on a terminal, every five seconds otherwise.</remarks>
/// <param name="expectedFrames">Of a run of one input; those of several are told by <see cref="Begin"/> and <see cref="Expect"/>.</param>
internal sealed class ProgressLine(TextWriter error, bool isTerminal, long? expectedFrames, TimeProvider time) : IDisposable
{
    private const int BarWidth = 30;

    // Seconds: a year. What takes longer has no end that could be told.
    private const double LongestWait = 365 * 86400;

    private readonly long _started = time.GetTimestamp();
    private readonly TimeSpan _interval = isTerminal ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(5);
    private long _written = time.GetTimestamp();
    private string _prefix = "";
    private long? _expected = expectedFrames;
    private long _before, _frames;

    /// <summary>The next input of several.</summary>
    public void Begin(string prefix)
    {
        _before += Volatile.Read(ref _frames);
        (_prefix, _expected, _frames) = (prefix, null, 0);
    }

    public void Expect(long? frames) => _expected = frames;

    public void Report(long frames)
    {
        Volatile.Write(ref _frames, frames);
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
        var fps = (_before + frames) / Math.Max(elapsed.TotalSeconds, 1e-3);
        if (_expected is not > 0 || fps == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{_prefix}{frames} frames, {fps:0.0} fps");

        var fraction = Math.Min(1, (double)frames / _expected.Value);
        var left = TimeSpan.FromSeconds(Math.Clamp((_expected.Value - frames) / fps, 0, LongestWait));
        var bar = isTerminal ? new string('━', (int)(fraction * BarWidth)).PadRight(BarWidth, '╌') + "  " : "";
        return string.Create(CultureInfo.InvariantCulture, $"{_prefix}{bar}{fraction,4:P0}  {frames}/{_expected} frames, {fps:0.0} fps, {Clock(left)} left");
    }
}
