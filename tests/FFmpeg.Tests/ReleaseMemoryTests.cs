using System.Runtime.InteropServices;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Measures the whole process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(ReleaseMemoryTests), DisableParallelization = true)]
[Collection(nameof(ReleaseMemoryTests))]
public sealed class ReleaseMemoryTests
{
    private const int Block = 64 * 1024, Blocks = 2000;

    // Nine streams that had ended kept two thirds of what they had while they ran.
    [Fact]
    public unsafe void Memory_that_was_freed_below_some_that_is_in_use_is_given_back()
    {
        nint kept = 0;
        var thread = new Thread(() =>
        {
            var blocks = new nint[Blocks];
            for (var i = 0; i < Blocks; i++)
                new Span<byte>((void*)(blocks[i] = (nint)NativeMemory.Alloc(Block)), Block).Fill(1);
            // All but the last: as long as it is there, the heap does not shrink from its end.
            for (var i = 0; i < Blocks - 1; i++)
                NativeMemory.Free((void*)blocks[i]);
            kept = blocks[^1];
        });
        thread.Start();
        thread.Join();
        var before = Environment.WorkingSet;
        MediaLibrary.ReleaseMemory();
        var given = before - Environment.WorkingSet;
        NativeMemory.Free((void*)kept);
        Assert.InRange(given, (long)Block * Blocks / 2, long.MaxValue);
    }
}
