using System.Diagnostics;
using System.Globalization;

namespace Load.WebRtc;

/// <summary>What a process has used and holds, as the kernel counts it.</summary>
/// <param name="Cpu">Of all its threads.</param>
/// <param name="Sockets">Open ones.</param>
internal sealed record ProcessUsage(TimeSpan Cpu, long ResidentKb, int Sockets)
{
    private static readonly string[] s_tables = ["/proc/net/udp", "/proc/net/udp6"];

    public static ProcessUsage Of(int id)
    {
        using var process = Process.GetProcessById(id);
        var sockets = Directory.GetFiles($"/proc/{id}/fd").Count(handle => new FileInfo(handle).LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true);
        return new(process.TotalProcessorTime, process.WorkingSet64 / 1024, sockets);
    }

    /// <summary>Datagrams that the kernel dropped at a UDP port, for its buffer was full.</summary>
    public static long DroppedAt(int port)
    {
        // "sl local_address rem_address st tx:rx tr:tm retrnsmt uid timeout inode ref pointer drops", addresses as IP:PORT in hex.
        var end = $":{port:X4}";
        return s_tables.SelectMany(path => File.ReadLines(path).Skip(1))
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(columns => columns[1].EndsWith(end, StringComparison.Ordinal))
            .Sum(columns => long.Parse(columns[^1], CultureInfo.InvariantCulture));
    }
}
