using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Load;

/// <summary>What figures were taken on, and with: without it they say nothing.</summary>
/// <param name="LoadAverage">Of the last minute, before the first window: what else the machine was doing.</param>
internal sealed record Machine(string Cpu, int Cores, string Runtime, double LoadAverage, string Commit, string Command)
{
    public static Machine Read() => new(
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? "unknown",
        Environment.ProcessorCount,
        RuntimeInformation.FrameworkDescription,
        Load(),
        Git("describe", "--always", "--dirty", "--abbrev=10"),
        "./stream bench " + string.Join(' ', Environment.GetCommandLineArgs()[1..]));

    /// <summary>The load average of the last minute, now.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);

    private static string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-C", Checkout.Root, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using var git = Process.Start(start)!;
            var answer = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? answer : "unknown";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unknown";
        }
    }
}
