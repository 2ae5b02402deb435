using System.Globalization;
using Streaming.Pipeline;

namespace Load;

/// <summary>The process at one moment.</summary>
/// <param name="ResidentKb">Memory in RAM, shared libraries included (VmRSS).</param>
/// <param name="Handles">Open files, sockets and pipes.</param>
/// <param name="Exact">received = inferred + dropped + in flight.</param>
internal readonly record struct SoakSample(double Seconds, long ResidentKb, int Handles, long HeapKb, long Inferred, bool Exact)
{
    public static SoakSample Take(TimeSpan elapsed, FrameCounts counts) => new(
        Math.Round(elapsed.TotalSeconds, 1),
        ResidentMemory(),
        Directory.GetFiles("/proc/self/fd").Length,
        GC.GetTotalMemory(forceFullCollection: false) / 1024,
        counts.Inferred,
        counts.Received == counts.Inferred + counts.TotalDropped + counts.InFlight);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.0} {ResidentKb} {Handles} {HeapKb} {Inferred}");

    internal static long ResidentMemory() =>
        long.Parse(File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
}
