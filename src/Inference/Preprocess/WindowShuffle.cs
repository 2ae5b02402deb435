namespace Inference.Preprocess;

/// <summary>How byte shuffles gather the two taps of each pixel of a row: per chunk of pixels, a few windows of the source row.</summary>
/// <remarks>
/// A chunk's result is its taps as byte pairs (first, second). In step s the kernel loads the window at <see cref="Offsets"/> and
/// picks bytes by <see cref="Indices"/>; an index of <see cref="Elsewhere"/> leaves the byte to another step. Windows lie wholly
/// inside the row, so nothing is read beyond its last byte; a row shorter than a window has no shuffle.
/// </remarks>
internal sealed class WindowShuffle
{
    /// <summary>Highest bit set: a 128-bit shuffle answers zero for it, and the 512-bit kernel tests the sign.</summary>
    public const byte Elsewhere = 0x80;

    private WindowShuffle(int chunks, int chunkPixels, int steps)
    {
        Steps = steps;
        Chunks = chunks;
        Offsets = new int[chunks * steps];
        Indices = new byte[chunks * steps * chunkPixels * 2];
        Indices.AsSpan().Fill(Elsewhere);
    }

    public int Chunks { get; }

    /// <summary>Windows per chunk; grows with the ratio source : destination.</summary>
    public int Steps { get; }

    /// <summary>[chunk, step]: first byte of the window.</summary>
    public int[] Offsets { get; }

    /// <summary>[chunk, step, pixel, tap]: byte within the window.</summary>
    public byte[] Indices { get; }

    /// <param name="taps">[pixel, tap]: byte positions in the source row.</param>
    public static WindowShuffle? Create(ReadOnlySpan<int> taps, int rowBytes, int windowBytes, int chunkPixels)
    {
        if (rowBytes < windowBytes)
            return null;

        var chunks = (taps.Length / 2 + chunkPixels - 1) / chunkPixels;
        var steps = 0;
        for (var chunk = 0; chunk < chunks; chunk++)
            steps = Math.Max(steps, Cover(Chunk(taps, chunk, chunkPixels), rowBytes, windowBytes, [], []));

        var shuffle = new WindowShuffle(chunks, chunkPixels, steps);
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            var indices = shuffle.Indices.AsSpan(chunk * steps * chunkPixels * 2, steps * chunkPixels * 2);
            Cover(Chunk(taps, chunk, chunkPixels), rowBytes, windowBytes, shuffle.Offsets.AsSpan(chunk * steps, steps), indices);
        }

        return shuffle;
    }

    private static ReadOnlySpan<int> Chunk(ReadOnlySpan<int> taps, int chunk, int chunkPixels) =>
        taps[(chunk * chunkPixels * 2)..Math.Min(taps.Length, (chunk + 1) * chunkPixels * 2)];

    /// <summary>Lays windows from left to right until every tap lies in one; writes them where there is room, and counts them.</summary>
    private static int Cover(ReadOnlySpan<int> taps, int rowBytes, int windowBytes, Span<int> offsets, Span<byte> indices)
    {
        var steps = 0;
        for (var next = Leftmost(taps, from: 0); next >= 0; steps++)
        {
            var offset = Math.Min(next, rowBytes - windowBytes);
            if (steps < offsets.Length)
            {
                offsets[steps] = offset;
                var perStep = indices.Length / offsets.Length;
                Pick(taps, offset, next, offset + windowBytes, indices.Slice(steps * perStep, perStep));
            }

            next = Leftmost(taps, offset + windowBytes);
        }

        return steps;
    }

    private static void Pick(ReadOnlySpan<int> taps, int offset, int from, int to, Span<byte> indices)
    {
        for (var i = 0; i < taps.Length; i++)
        {
            if (taps[i] >= from && taps[i] < to)
                indices[i] = (byte)(taps[i] - offset);
        }
    }

    private static int Leftmost(ReadOnlySpan<int> taps, int from)
    {
        var leftmost = -1;
        foreach (var tap in taps)
        {
            if (tap >= from && (leftmost < 0 || tap < leftmost))
                leftmost = tap;
        }

        return leftmost;
    }
}
