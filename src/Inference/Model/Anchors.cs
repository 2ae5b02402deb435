namespace Inference.Model;

/// <summary>How many anchors an anchor-free YOLO has: one a cell of each of its grids, and a grid for each stride.</summary>
internal static class Anchors
{
    // P2 to P6. Exports have three of them as a rule, 8, 16 and 32; P2 and P6 models four, and small ones fewer.
    private static readonly int[] Strides = [4, 8, 16, 32, 64];

    /// <summary>Of strides 8, 16 and 32: 8400 at 640 × 640.</summary>
    public static long Usual((int Width, int Height) size) => Cells(size, 8) + Cells(size, 16) + Cells(size, 32);

    /// <summary>Whether they are those of a whole YOLO: strides 8, 16 and 32, and perhaps 4 or 64.</summary>
    public static bool AreWhole(long anchors, (int Width, int Height) size) =>
        Usual(size) is var usual && (anchors == usual || anchors == usual + Cells(size, 4) || anchors == usual + Cells(size, 64));

    /// <summary>Whether some of the strides give so many.</summary>
    public static bool Fit(long anchors, (int Width, int Height) size)
    {
        for (var chosen = 1; chosen < 1 << Strides.Length; chosen++)
        {
            var sum = 0L;
            for (var i = 0; i < Strides.Length; i++)
                sum += (chosen >> i & 1) == 1 ? Cells(size, Strides[i]) : 0;
            if (sum == anchors)
                return true;
        }

        return false;
    }

    private static long Cells((int Width, int Height) size, int stride) => CeilingOf(size.Width, stride) * CeilingOf(size.Height, stride);

    private static long CeilingOf(int side, int stride) => (side + stride - 1) / stride;
}
