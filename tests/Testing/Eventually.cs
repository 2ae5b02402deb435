using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Testing;

/// <summary>Waits for what another process or thread will have done; the limit is only for when it never does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60), Poll = TimeSpan.FromMilliseconds(5);

    public static Task Be(Func<bool> condition, string what, Func<object?>? instead = null) => Be(() => Task.FromResult(condition()), what, instead);

    public static Task Be(Func<bool> condition, Func<object?> instead, [CallerArgumentExpression(nameof(condition))] string what = "") => Be(condition, what, instead);

    /// <param name="instead">Tells what there is in its place.</param>
    /// <param name="limit">For what a busy machine takes longer over.</param>
    /// <exception cref="TimeoutException">It did not come to be.</exception>
    public static async Task Be(Func<Task<bool>> condition, string what, Func<object?>? instead = null, TimeSpan? limit = null)
    {
        var (longest, started) = (limit ?? Limit, Stopwatch.GetTimestamp());
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > longest)
                throw new TimeoutException($"after {longest.TotalSeconds} s not: {what} {instead?.Invoke()}");
            await Task.Delay(Poll);
        }
    }
}
