/// <summary>What a piece of work allocates on its thread.</summary>
internal static class Allocated
{
    private const int Runs = 5;

    /// <summary>Bytes, the least of five runs.</summary>
    /// <remarks>
    /// A garbage collection in the middle of a run, which other tests may bring about, counts what was left of the thread's allocation
    /// buffer, up to 8 KB, as allocated. What the work itself allocates is in every run.
    /// </remarks>
    /// <param name="times">How often a run does the work: what it allocates now and then shows too.</param>
    public static long By(Action work, int times = 1)
    {
        var least = long.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
                work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
