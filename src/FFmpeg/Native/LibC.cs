using System.Runtime.InteropServices;

namespace FFmpeg.Native;

/// <summary>glibc's allocator, which the libraries take their memory from.</summary>
internal static partial class LibC
{
    private const string Library = "libc.so.6";

    /// <returns>1 where memory was given back.</returns>
    [LibraryImport(Library)]
    internal static partial int malloc_trim(nuint pad);
}
