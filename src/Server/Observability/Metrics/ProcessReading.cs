using System.Diagnostics;

namespace Server.Observability.Metrics;

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
