using System.Diagnostics;

namespace Load.LiveLoad;

/// <summary>From one moment to another, by Stopwatch's time.</summary>
internal readonly record struct Stretch(long Start, long End)
{
    public double Seconds => Stopwatch.GetElapsedTime(Start, End).TotalSeconds;

    public Stretch FirstHalf => new(Start, Start + (End - Start) / 2);

    public Stretch SecondHalf => new(Start + (End - Start) / 2, End);

    public bool Has(long moment) => moment >= Start && moment < End;
}
