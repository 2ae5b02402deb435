using System.Globalization;
using FFmpeg.Native;
using Streaming.Streams;

namespace Load.Flapping;

/// <summary>The process at one moment.</summary>
/// <param name="NativeObjects">libav's contexts, packets and frames that are alive.</param>
/// <param name="Exact">received = inferred + dropped + in flight, for every stream.</param>
internal readonly record struct FlappingSample(double Seconds, long ResidentKb, long HeapKb, int Handles, int Threads, int NativeObjects, int Connects, bool Exact)
{
    public static FlappingSample Take(TimeSpan elapsed, int connects, IEnumerable<VideoStream> streams) => new(
        Math.Round(elapsed.TotalSeconds, 1),
        SoakSample.ResidentMemory(),
        GC.GetTotalMemory(forceFullCollection: false) / 1024,
        Directory.GetFiles("/proc/self/fd").Length,
        Directory.GetDirectories("/proc/self/task").Length,
        NativeHandle.Live,
        connects,
        streams.Select(stream => stream.Totals).All(counts => counts.Received == counts.Inferred + counts.TotalDropped + counts.InFlight));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Seconds:0.0} {ResidentKb} {HeapKb} {Handles} {Threads} {NativeObjects} {Connects}");
}
