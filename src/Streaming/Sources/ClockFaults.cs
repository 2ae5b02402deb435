using System.Globalization;

namespace Streaming.Sources;

/// <summary>What was found wrong with a source's times, in words: each kind once, so that a log is not filled with what goes on.</summary>
internal sealed class ClockFaults
{
    private const double Milliseconds = 1 / 90.0;

    // An RTP timestamp has 32 bits: which way it went is not known of what is further.
    private const long HalfOfRtp = 1L << 31;

    private Kinds _told;

    [Flags]
    private enum Kinds { Rate = 1, Jump = 2, OutOfLine = 4, Disorder = 8, Missing = 16 }

    /// <summary>The last; null for none.</summary>
    public string? Warning { get; private set; }

    /// <param name="rate">Its seconds that pass in one of ours.</param>
    public void Runs(double rate)
    {
        if (IsNew(Kinds.Rate))
            Warning = $"{Speed(rate)}: times are taken from arrival";
    }

    /// <param name="ticks">In 1/90,000 s; ahead where positive.</param>
    public void Jumped(long ticks)
    {
        if (IsNew(Kinds.Jump))
            Warning = $"its clock jumped {(Math.Abs(ticks) > HalfOfRtp ? "by hours" : Distance(ticks))}: times go on from where they were";
    }

    /// <inheritdoc cref="Jumped"/>
    public void OutOfLine(long ticks)
    {
        if (IsNew(Kinds.OutOfLine))
            Warning = $"the time of a frame was out of line, {Distance(ticks)}: such frames get the time at which they are due";
    }

    public void Disorder()
    {
        if (IsNew(Kinds.Disorder))
            Warning = "its times are in disorder: they are taken from arrival";
    }

    public void NoTimes()
    {
        if (IsNew(Kinds.Missing))
            Warning = "its frames carry no times: they are taken from arrival";
    }

    private static string Speed(double rate) => rate switch
    {
        < 0.001 => "its clock stands still",
        > 0.9 * Milliseconds and < 1.1 * Milliseconds => Invariant($"its clock runs 90 times too slow ({rate:0.###} s a second), as one does that counts milliseconds"),
        < 0.6 => Invariant($"its clock runs {Times(1 / rate)} times too slow ({rate:0.###} s a second)"),
        < 1 => Invariant($"its clock runs {100 * (1 - rate):0} % too slow ({rate:0.###} s a second), or its network holds it up"),
        < 1.5 => Invariant($"its clock runs {100 * (rate - 1):0} % too fast ({rate:0.###} s a second)"),
        _ => Invariant($"its clock runs {Times(rate)} times too fast ({rate:0.###} s a second)"),
    };

    // Two digits are what a network leaves of a measure.
    private static string Times(double factor) => factor.ToString(factor < 9.5 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string Distance(long ticks) => Invariant($"{Math.Abs(ticks / 90_000.0):0.#} s {(ticks > 0 ? "ahead" : "back")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private bool IsNew(Kinds kind)
    {
        var isNew = (_told & kind) == 0;
        _told |= kind;
        return isNew;
    }
}
