using System.Globalization;
using Inference;
using Streaming.Streams;

namespace Load;

/// <summary>What a soak found, as its JSON says it.</summary>
internal sealed record SoakReport : Report
{
    public required string Model { get; init; }
    public required int InputSize { get; init; }
    public required string Clip { get; init; }
    public required long Frames { get; init; }
    public required double Seconds { get; init; }
    public required double FramesPerSecond { get; init; }

    /// <summary>Median resident memory of the last third over that of the second third. The goal is at most 1.05.</summary>
    public required double MemoryRatio { get; init; }
    public required long SecondThirdKb { get; init; }
    public required long LastThirdKb { get; init; }

    /// <summary>Medians of open handles: the same where none leaks.</summary>
    public required int SecondThirdHandles { get; init; }
    public required int LastThirdHandles { get; init; }

    /// <summary>In any sample of the last two thirds; the runtime itself opens one or two for a moment now and then.</summary>
    public required int FewestHandles { get; init; }
    public required int MostHandles { get; init; }

    /// <summary>Every sample was exact, nothing was in flight at the end, and the viewer got or lost every result.</summary>
    public required bool ExactAccounting { get; init; }
    public required long Received { get; init; }
    public required long Inferred { get; init; }
    public required long Dropped { get; init; }
    public required long ResultsRead { get; init; }
    public required long ResultsLost { get; init; }

    /// <summary>A line a sample: seconds, resident kB, handles, managed heap kB, frames inferred.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    public static SoakReport Of(InferenceEngine engine, string clip, TimeSpan elapsed, IReadOnlyList<SoakSample> samples, VideoStream stream, long read)
    {
        var totals = stream.Totals;
        var (second, last) = (samples.Skip(samples.Count / 3).Take(samples.Count / 3).ToList(), samples.TakeLast(samples.Count / 3).ToList());
        var (before, after) = (MedianMemory(second), MedianMemory(last));
        return new()
        {
            Machine = Machine.Read(),
            Model = engine.Model.Name,
            InputSize = engine.Options.InputSize > 0 ? engine.Options.InputSize : engine.Model.InputWidth,
            Clip = Path.GetFileName(clip),
            Frames = totals.Inferred,
            Seconds = Math.Round(elapsed.TotalSeconds, 1),
            FramesPerSecond = Math.Round(totals.Inferred / elapsed.TotalSeconds, 1),
            MemoryRatio = Math.Round(after / (double)before, 4),
            SecondThirdKb = before,
            LastThirdKb = after,
            SecondThirdHandles = MedianHandles(second),
            LastThirdHandles = MedianHandles(last),
            FewestHandles = second.Concat(last).Min(sample => sample.Handles),
            MostHandles = second.Concat(last).Max(sample => sample.Handles),
            ExactAccounting = samples.All(sample => sample.Exact) && totals.InFlight == 0
                && totals.Received == totals.Inferred + totals.TotalDropped && totals.Inferred == read + stream.Hub.Dropped,
            Received = totals.Received,
            Inferred = totals.Inferred,
            Dropped = totals.TotalDropped,
            ResultsRead = read,
            ResultsLost = stream.Hub.Dropped,
            Samples = [.. samples.Select(sample => sample.ToString())],
        };
    }

    public override void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
        {Model} {InputSize}x{InputSize}, {Clip}, {Frames} frames in {Seconds:0} s ({FramesPerSecond:0} frames/s)
        resident memory   {SecondThirdKb / 1024.0:0.0} MB in the second third, {LastThirdKb / 1024.0:0.0} MB in the last: ratio {MemoryRatio:0.000} (goal: at most 1.05)
        open handles      {SecondThirdHandles} in the second third, {LastThirdHandles} in the last (goal: the same); {FewestHandles} to {MostHandles} in single samples
        accounts          {(ExactAccounting ? "exact in every sample" : "NOT EXACT")}: {Received} received, {Inferred} inferred, {Dropped} dropped; {ResultsRead} results read, {ResultsLost} lost
        """));

    private static int MedianHandles(IEnumerable<SoakSample> samples) => (int)Median.Of(samples.Select(sample => (double)sample.Handles));

    private static long MedianMemory(IEnumerable<SoakSample> samples) => (long)Median.Of(samples.Select(sample => (double)sample.ResidentKb));
}
