using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Repository.Tests;

public class TrackedFileTests
{
    private const long MaxBytes = 10 << 20;

    [Fact]
    public async Task No_tracked_file_is_larger_than_10_MiB()
    {
        var tracked = await Tracked();
        Assert.NotEmpty(tracked);
        Offenders.None(tracked.Where(path => new FileInfo(Path.Combine(Checkout.Root, path)) is { Exists: true, Length: > MaxBytes }));
    }

    private static async Task<string[]> Tracked()
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", ["-C", Checkout.Root, "ls-files", "-z"]) { RedirectStandardOutput = true })!;
            var output = await git.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await git.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.SkipUnless(git.ExitCode == 0, "this copy is no git checkout");
            return output.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Win32Exception)
        {
            Assert.Skip("git is not installed");
            return [];
        }
    }
}
