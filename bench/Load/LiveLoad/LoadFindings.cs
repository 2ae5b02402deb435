using Inference.Model;
using Streaming.Models;

namespace Load.LiveLoad;

/// <summary>All that was seen, and what follows from it.</summary>
/// <param name="parts">The main one is the second; where the streams were alone is before and after each of the others.</param>
internal sealed class LoadFindings(
    IReadOnlyList<(string Name, Stretch Stretch)> parts, IReadOnlyDictionary<string, ResultAges> streams, ServerSampler sampler, IReadOnlyList<string> faults, long lost, int flaps)
{
    private const int AloneBefore = 0, Main = 1, AloneBetween = 2, Flapping = 3, AloneAfter = 4;

    private const double MostAgeMs = 250, MostGrowth = 1.1, LeastFairness = 0.8, MostMemory = 1.05, MostHarm = 1.2;

    public LoadReport Report(Machine machine, LoadOptions options)
    {
        LoadPart[] figures = [.. parts.Select(part => LoadPart.Of(part.Name, part.Stretch, streams, sampler.In(part.Stretch)))];
        var resident = Thirds(sampler.In(parts[Main].Stretch));
        return new()
        {
            Machine = machine,
            Model = ModelName.Of(ModelCatalogue.Find(options.Model)),
            Kind = options.Kind.ToString().ToLowerInvariant(),
            Streams = options.Streams,
            Flapping = options.Flapping,
            BFrames = options.BFrames,
            Parts = figures,
            ResidentKb = resident,
            LostByStuck = lost,
            Flaps = flaps,
            Checks = Checks(figures, resident),
        };
    }

    private LoadCheck[] Checks(LoadPart[] figures, long[] resident)
    {
        var main = figures[Main];
        var (first, second) = (LoadPart.AgeAt(0.95, parts[Main].Stretch.FirstHalf, streams.Values), LoadPart.AgeAt(0.95, parts[Main].Stretch.SecondHalf, streams.Values));
        return
        [
            LoadCheck.AtMost("age, p95 of the main part", MostAgeMs, main.AgeP95Ms, " ms"),
            LoadCheck.AtMost($"growth, p95 of its second half over its first ({first} ms)", MostGrowth, second / first, ""),
            LoadCheck.AtLeast("fairness, results of the slowest stream over the fastest", LeastFairness, main.SlowestPerSecond / main.FastestPerSecond),
            LoadCheck.AtMost("memory, median of its last third over the second", MostMemory, (double)resident[2] / resident[1], ""),
            LoadCheck.AtMost($"stuck readers (lost {lost} results): p95 with over p95 without", MostHarm, Harm(figures, Main, AloneBefore, AloneBetween), ""),
            LoadCheck.AtMost($"flapping sources ({flaps} flaps): p95 with over p95 without", MostHarm, Harm(figures, Flapping, AloneBetween, AloneAfter), ""),
            LoadCheck.None("accounts that did not add up in a sample", [.. sampler.Inexact]),
            LoadCheck.None("faults of the results against the accounts", faults),
        ];
    }

    private static double Harm(LoadPart[] figures, int part, int before, int after) => figures[part].AgeP95Ms / ((figures[before].AgeP95Ms + figures[after].AgeP95Ms) / 2);

    private static long[] Thirds(IReadOnlyList<ServerSample> samples) =>
        [.. Enumerable.Range(0, 3).Select(third => (long)Median.Of(samples.Skip(third * samples.Count / 3).Take(Math.Max(1, samples.Count / 3)).Select(sample => (double)sample.ResidentKb)))];
}
