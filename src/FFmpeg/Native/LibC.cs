using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>glibc's allocator, which the libraries take their memory from. Another C library has neither of the calls, and does as it likes.</summary>
internal static partial class LibC
{
    private const string Library = "libc.so.6";

    private const int MmapThreshold = -3; // M_MMAP_THRESHOLD of malloc.h

    // Planes of 1280 × 720 and more are above it. What a frame takes and gives back each time, a packet, is below as a rule.
    private const int OwnMapping = 1 << 20;

    /// <summary>Large blocks are mappings of their own, which end with them. Left alone, glibc puts them on its heaps once it has seen some freed, and keeps those.</summary>
    internal static void MapLargeBlocks() => Try(() => mallopt(MmapThreshold, OwnMapping));

    /// <summary>Gives free pages of all heaps back.</summary>
    internal static void Trim() => Try(() => malloc_trim(0));

    private static void Try(Func<int> call)
    {
        try
        {
            _ = call();
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            // It is another C library.
        }
    }

    [LibraryImport(Library)]
    private static partial int mallopt(int parameter, int value);

    [LibraryImport(Library)]
    private static partial int malloc_trim(nuint pad);
}
