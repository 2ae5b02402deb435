using System.Diagnostics;
using System.Runtime.InteropServices;
using Telemetry;
using static Telemetry.MetricType;

namespace Server.Observability.Metrics;

/// <summary>The process under Prometheus' names, the runtime under OpenTelemetry's: what a listener gets from the runtime's own meter.</summary>
internal static class RuntimeMetrics
{
    public static MetricGroup Group { get; } = new MetricGroup<RuntimeReading>(
        () => new(ProcessReading.Take(), GC.GetGCMemoryInfo(GCKind.Any)),
        new(Counter, "process_cpu_seconds_total", "Processor time, user and system.", read => read.Process.CpuSeconds),
        new(Gauge, "process_resident_memory_bytes", "Memory that is resident.", read => read.Process.ResidentBytes),
        new(Gauge, "process_virtual_memory_bytes", "Address space that is taken.", read => read.Process.VirtualBytes),
        new(Gauge, "process_open_fds", "File descriptors open.", read => read.Process.OpenFds),
        new(Gauge, "process_max_fds", "File descriptors that may be open.", read => read.Process.MaxFds),
        new(Gauge, "process_threads", "Threads, native ones too.", read => read.Process.Threads),
        new(Gauge, "process_start_time_seconds", "When it started, since 1970.", read => read.Process.StartUnixSeconds),
        new(Counter, "dotnet_gc_collections_total", "Collections, by the oldest generation that was collected.", ["gc_heap_generation"],
            _ => Enumerable.Range(0, GC.MaxGeneration + 1).Select(age => (new[] { $"gen{age}" }, (Reading)(GC.CollectionCount(age) - (age < GC.MaxGeneration ? GC.CollectionCount(age + 1) : 0))))),
        new(Counter, "dotnet_gc_pause_time_seconds_total", "Time that the collector held everything up.", _ => GC.GetTotalPauseDuration().TotalSeconds),
        new(Gauge, "dotnet_gc_pause_ratio", "Share of all time that it did.", read => read.LastCollection.PauseTimePercentage / 100),
        new(Counter, "dotnet_gc_heap_total_allocated_bytes_total", "Managed memory allocated so far.", _ => GC.GetTotalAllocatedBytes()),
        new(Gauge, "dotnet_gc_last_collection_heap_size_bytes", "Managed heap after the last collection.", read => read.LastCollection.HeapSizeBytes),
        new(Gauge, "dotnet_gc_last_collection_memory_committed_size_bytes", "Memory that the heap then held.", read => read.LastCollection.TotalCommittedBytes),
        new(Gauge, "dotnet_thread_pool_threads", "Threads of the pool.", _ => ThreadPool.ThreadCount),
        new(Gauge, "dotnet_thread_pool_queue_length", "Work that waits for one.", _ => ThreadPool.PendingWorkItemCount),
        new(Info, "stream_build_info", "What runs here.", ["version", "revision", "runtime"], _ => [([ProductVersion.Number, ProductVersion.Commit, RuntimeInformation.FrameworkDescription], 1)]));

    private sealed record RuntimeReading(ProcessReading Process, GCMemoryInfo LastCollection);
}

/// <summary>What the operating system knows of this process.</summary>
internal sealed record ProcessReading(double CpuSeconds, long ResidentBytes, long VirtualBytes, int OpenFds, double MaxFds, int Threads, double StartUnixSeconds)
{
    private const string Limits = "/proc/self/limits", Descriptors = "/proc/self/fd";

    public static ProcessReading Take()
    {
        using var process = Process.GetCurrentProcess();
        return new(
            process.TotalProcessorTime.TotalSeconds, process.WorkingSet64, process.VirtualMemorySize64,
            // Less the one that the count itself opens.
            Directory.EnumerateFileSystemEntries(Descriptors).Count() - 1, MaxOpenFiles(), process.Threads.Count,
            new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0);
    }

    // Max open files            1024                 524288               files
    private static double MaxOpenFiles() =>
        File.ReadLines(Limits).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) is { } line
        && double.TryParse(line["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], out var soft) ? soft : double.PositiveInfinity;
}
