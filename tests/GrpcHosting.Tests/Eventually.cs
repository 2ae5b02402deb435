using System.Diagnostics;
using Xunit;

namespace GrpcHosting.Tests;

/// <summary>Waits for what another task or process will have done; the limit is only for when it never does.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static async Task Be(Func<bool> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"after {Limit.TotalSeconds} s not: {what}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    public static Task<T> In<T>(Task<T> task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);

    public static Task In(Task task) => task.WaitAsync(Limit, TestContext.Current.CancellationToken);
}
