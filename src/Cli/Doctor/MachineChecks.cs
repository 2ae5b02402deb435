using System.Globalization;
using Streaming.Models;

namespace Cli.Doctor;

/// <summary>What the machine, or the container, gives.</summary>
internal static class MachineChecks
{
    // A model, its lanes and a few streams in them.
    private const long LittleMemory = 1_000_000_000;

    // Streams, viewers and a database have several each.
    private const long FewFiles = 4096;

    public static IEnumerable<Finding> All() => [Processor(), Cores(), Memory(), OpenFiles(), Clock()];

    private static Finding Processor()
    {
        var lines = Lines("/proc/cpuinfo");
        var name = Value(lines, "model name") ?? "processor";
        var flags = (Value(lines, "flags") ?? Value(lines, "Features") ?? "").Split(' ');
        string[] known = ["avx2", "fma", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimd"];
        var there = known.Intersect(flags).ToList();
        return there.Contains("avx2") || there.Contains("asimd")
            ? Finding.Ok("processor", $"{name}: {string.Join(", ", there)}")
            : Finding.Warning("processor", $"{name}: {(there.Count > 0 ? string.Join(", ", there) : "no AVX2")}", "models run several times slower without AVX2; a virtual machine may hide it (CPU type host)");
    }

    private static Finding Cores()
    {
        var machine = Lines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal));
        var quota = (Lines("/sys/fs/cgroup/cpu.max").FirstOrDefault() ?? "").Split(' ') is [var used, var period] && used != "max"
            ? double.Parse(used, CultureInfo.InvariantCulture) / double.Parse(period, CultureInfo.InvariantCulture)
            : (double?)null;
        var found = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} of {machine} may be used{(quota is null ? "" : $", by the control group {quota:0.##}")}");
        return quota < 1
            ? Finding.Warning("cores", found, "less than one core: frames wait for it. Raise the container's CPU limit")
            : Finding.Ok("cores", found);
    }

    private static Finding Memory()
    {
        var limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        var free = Value(Lines("/proc/meminfo"), "MemAvailable")?.Split(' ')[0] is { } kilobytes && long.TryParse(kilobytes, CultureInfo.InvariantCulture, out var amount) ? amount * 1024 : limit;
        var found = $"{ByteSize.Text(Math.Min(free, limit))} free, limit {ByteSize.Text(limit)}";
        return Math.Min(free, limit) < LittleMemory
            ? Finding.Warning("memory", found, "a model and a few streams take 500 MB; free some, or raise the container's memory limit")
            : Finding.Ok("memory", found);
    }

    private static Finding OpenFiles()
    {
        // Max open files            1024                 1048576              files
        var words = (Lines("/proc/self/limits").FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal)) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [_, _, _, var soft, var hard, ..] || !long.TryParse(soft, CultureInfo.InvariantCulture, out var limit))
            return Finding.Ok("open files", "no limit");
        // The runtime raises its own limit to the hard one.
        return limit < FewFiles && (!long.TryParse(hard, CultureInfo.InvariantCulture, out var most) || most < FewFiles)
            ? Finding.Warning("open files", $"at most {hard}", $"too few for hundreds of streams and viewers: ulimit -n 65536, or LimitNOFILE=65536 in the systemd unit")
            : Finding.Ok("open files", $"at most {(hard == "unlimited" ? hard : Math.Max(limit, long.TryParse(hard, CultureInfo.InvariantCulture, out var raised) ? raised : 0).ToString(CultureInfo.InvariantCulture))}");
    }

    private static Finding Clock()
    {
        var now = TimeProvider.System.GetUtcNow();
        var told = now.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        // The program is younger.
        if (now < File.GetLastWriteTimeUtc(typeof(MachineChecks).Assembly.Location).AddDays(-1))
            return Finding.Warning("clock", told, "it is before this program was built: times of results would be wrong. timedatectl set-ntp true");
        return File.Exists("/run/systemd/timesync/synchronized") || Directory.Exists("/run/chrony") || File.Exists("/run/ntpd.pid")
            ? Finding.Ok("clock", $"{told}, kept by a time service")
            : Finding.Ok("clock", $"{told}; no time service is seen here (a container has its host's)");
    }

    private static string? Value(IEnumerable<string> lines, string name) =>
        lines.FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2) is [_, var value] ? value.Trim() : null;

    private static string[] Lines(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
