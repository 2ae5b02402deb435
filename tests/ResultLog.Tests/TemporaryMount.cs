using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace ResultLog.Tests;

/// <summary>A small file system in memory, that a test can fill up.</summary>
internal sealed class TemporaryMount : IDisposable
{
    private TemporaryMount(string path) => Path = path;

    public string Path { get; }

    /// <summary>Skips the test where it may not mount.</summary>
    public static TemporaryMount OfSize(int kilobytes)
    {
        var folder = Directory.CreateTempSubdirectory("stream-tmpfs-").FullName;
        var error = Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "stream-test", folder);
        if (error is not null)
            Directory.Delete(folder);
        Assert.SkipWhen(error is not null, $"this machine mounts no tmpfs: {error}");
        return new(folder);
    }

    public void Dispose()
    {
        Assert.Null(Run("umount", Path));
        Directory.Delete(Path);
    }

    /// <returns>Null if it went well.</returns>
    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            var error = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : error.Trim();
        }
        catch (Win32Exception e)
        {
            return e.Message;
        }
    }
}
