using System.Globalization;

namespace Load.Flapping;

/// <summary>What flapping cost, as its JSON says it.</summary>
internal sealed record FlappingReport : Report
{
    // What the runtime opens and starts of its own, now and then, for a moment.
    private const int HandlesOfTheRuntime = 3, ThreadsOfTheRuntime = 4;

    public required int Sources { get; init; }

    /// <summary>Connections that the cameras saw, each lost again.</summary>
    public required int Connects { get; init; }

    /// <summary>Streams that were removed and made again meanwhile.</summary>
    public required int Renewed { get; init; }
    public required double Seconds { get; init; }

    /// <summary>Medians over the second and the last third.</summary>
    public required Thirds ResidentKb { get; init; }
    public required Thirds Handles { get; init; }
    public required Thirds Threads { get; init; }
    public required Thirds NativeObjects { get; init; }

    /// <summary>With the one stream that stays, before the others came and after they were gone.</summary>
    public required int NativeObjectsBefore { get; init; }
    public required int NativeObjectsAfter { get; init; }
    public required bool ExactAccounting { get; init; }

    /// <summary>Of the stream that stays, which is live beside the others: it may lose frames, and not its source.</summary>
    public required long SteadyFrames { get; init; }
    public required long SteadyResults { get; init; }
    public required long SteadyReconnects { get; init; }

    /// <summary>A line a sample: seconds, resident kB, managed heap kB, handles, threads, native objects, connects.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    public double MemoryRatio => Math.Round(ResidentKb.Last / ResidentKb.Second, 4);

    public bool Leaks => MemoryRatio > 1.05 || Handles.Last > Handles.Second + HandlesOfTheRuntime || Threads.Last > Threads.Second + ThreadsOfTheRuntime
        || NativeObjectsAfter > NativeObjectsBefore || !ExactAccounting || SteadyReconnects > 0;

    public override void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {Sources} cameras, {Connects} connects and losses, {Renewed} streams made anew, in {Seconds:0} s: what {Connects / (double)Sources / 360:0.0} h are where each is lost every 10 s
                           second third    last third
        resident memory    {ResidentKb.Second / 1024,9:0.0} MB  {ResidentKb.Last / 1024,9:0.0} MB   ratio {MemoryRatio:0.000} (goal: at most 1.05)
        handles            {Handles.Second,12:0} {Handles.Last,13:0}
        threads            {Threads.Second,12:0} {Threads.Last,13:0}
        native objects     {NativeObjects.Second,12:0} {NativeObjects.Last,13:0}   {NativeObjectsBefore} before all, {NativeObjectsAfter} after
        accounts           {(ExactAccounting ? "exact in every sample" : "NOT EXACT")}
        the stream beside  {SteadyResults} results of {SteadyFrames} frames, lost {SteadyReconnects} times
        """));

    public override string? BrokenPromise() => Leaks ? "something grows, or was disturbed" : null;

    /// <param name="Second">Median of the second third.</param>
    /// <param name="Last">Median of the last.</param>
    internal sealed record Thirds(double Second, double Last)
    {
        public static Thirds Of(IReadOnlyList<FlappingSample> samples, Func<FlappingSample, double> figure)
        {
            var third = samples.Count / 3;
            return new(Median.Of(samples.Skip(third).Take(third).Select(figure)), Median.Of(samples.TakeLast(third).Select(figure)));
        }
    }
}
