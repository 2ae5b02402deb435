using System.Diagnostics;

namespace Load.WebRtc;

/// <summary>What a process has used and holds, as the kernel counts it.</summary>
/// <param name="Cpu">Of all its threads.</param>
/// <param name="Sockets">Open ones.</param>
internal sealed record ProcessUsage(TimeSpan Cpu, long ResidentKb, int Sockets)
{
    public static ProcessUsage Of(int id)
    {
        using var process = Process.GetProcessById(id);
        var sockets = Directory.GetFiles($"/proc/{id}/fd").Count(handle => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
        return new(process.TotalProcessorTime, process.WorkingSet64 / 1024, sockets);
    }
}
