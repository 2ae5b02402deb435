using Wire.V1;

namespace Load.LiveLoad;

/// <summary>One part of the bench: what the steady streams' viewers met, and what it cost the server.</summary>
/// <param name="AgeP50Ms">Age of a result at its viewer, since its frame was due.</param>
/// <param name="ServerP95Ms">From a frame's arrival in the server until its result was handed to subscribers.</param>
/// <param name="SlowestPerSecond">Results a second of the stream that got the fewest.</param>
/// <param name="Cores">Processor time of the server by the wall clock's.</param>
/// <param name="Dropped">Frames of the steady streams, by reason.</param>
internal sealed record LoadPart(
    string Name, double Seconds, double ResultsPerSecond, double AgeP50Ms, double AgeP95Ms, double AgeP99Ms, double ServerP95Ms,
    double SlowestPerSecond, double FastestPerSecond, double Cores, IReadOnlyDictionary<string, long> Dropped)
{
    public static LoadPart Of(string name, Stretch stretch, IReadOnlyDictionary<string, ResultAges> streams, IReadOnlyList<ServerSample> samples)
    {
        double[] ages = [.. streams.Values.SelectMany(stream => stream.In(stretch)).Order()];
        double[] inServer = [.. streams.Values.SelectMany(stream => stream.InServer(stretch)).Order()];
        double[] rates = [.. streams.Values.Select(stream => stream.ResultsPerSecond(stretch)).Order()];
        var (first, last) = (samples[0], samples[^1]);
        return new(
            name, Math.Round(stretch.Seconds, 1), Math.Round(rates.Sum(), 1), At(ages, 0.5), At(ages, 0.95), At(ages, 0.99), At(inServer, 0.95),
            Math.Round(rates[0], 2), Math.Round(rates[^1], 2),
            CoresUsed(first, last),
            Drops(first, last, streams.Keys));
    }

    /// <summary>The age that a share of the results of a stretch is below; 0 where there are none.</summary>
    public static double AgeAt(double share, Stretch stretch, IEnumerable<ResultAges> streams) => At([.. streams.SelectMany(stream => stream.In(stretch)).Order()], share);

    private static double At(double[] sorted, double share) => sorted.Length == 0 ? 0 : Math.Round(sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)], 1);

    private static double CoresUsed(ServerSample first, ServerSample last) =>
        new Stretch(first.Taken, last.Taken).Seconds is > 0 and var seconds ? Math.Round((last.ProcessorTime - first.ProcessorTime).TotalSeconds / seconds, 2) : 0;

    private static Dictionary<string, long> Drops(ServerSample first, ServerSample last, IEnumerable<string> streams)
    {
        var (before, after) = (DroppedAt(first, streams), DroppedAt(last, streams));
        return after.Where(reason => reason.Value > before.GetValueOrDefault(reason.Key)).ToDictionary(reason => reason.Key, reason => reason.Value - before.GetValueOrDefault(reason.Key));
    }

    private static Dictionary<string, long> DroppedAt(ServerSample sample, IEnumerable<string> streams) => sample.Streams
        .IntersectBy(streams, stream => stream.Id).SelectMany(stream => stream.Frames.Dropped)
        .GroupBy(reason => reason.Key).ToDictionary(reason => reason.Key, reason => reason.Sum(stream => stream.Value));
}
