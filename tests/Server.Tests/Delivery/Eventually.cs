using System.Diagnostics;
using Xunit;

namespace Server.Tests.Delivery;

/// <summary>Waits for what another thread or process will have done; the limit is only for when it never does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static Task Be(Func<bool> condition, string what) => Be(() => Task.FromResult(condition()), what);

    public static async Task Be(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Limit, $"after {Limit.TotalSeconds} s not: {what}");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
