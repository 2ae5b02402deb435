using System.Diagnostics;
using Xunit;

namespace Functional.Tests;

/// <summary>Waits for what another process or thread will have done; the limit is only for when it never does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static Task Be(Func<bool> condition, string what, Func<object>? instead = null) => Be(() => Task.FromResult(condition()), what, instead);

    /// <param name="limit">For what a busy machine takes longer over.</param>
    public static async Task Be(Func<Task<bool>> condition, string what, Func<object>? instead = null, TimeSpan? limit = null)
    {
        var patience = limit ?? Limit;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < patience, $"after {patience.TotalSeconds} s not: {what} {instead?.Invoke()}");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
