namespace Inference.Preprocess;

/// <summary>Horizontal resampling of one channel: which bytes of a source row meet in each destination pixel, for each kernel.</summary>
internal sealed class RowTaps
{
    /// <summary>Rows of samples are padded to this many pixels, so that kernels store whole vectors.</summary>
    public const int RowPadding = WidePixels;

    // AVX-512: a two-register byte permute picks from 128 bytes; 64 picked bytes are 32 pixels.
    private const int WideWindow = 128;
    private const int WidePixels = 32;

    // AVX2 machines: 128-bit byte shuffle; 16 picked bytes are 8 pixels.
    private const int NarrowWindow = 16;
    private const int NarrowPixels = 8;

    /// <param name="pixelBytes">Bytes from one sample of the channel to the next: 1 planar, 2 in NV12's UV, 3 in RGB24.</param>
    /// <param name="firstByte">The channel's place within the pixel.</param>
    /// <param name="halved">Whether the channel has half the width (chroma).</param>
    /// <param name="sourceWidth">Pixels of the picture.</param>
    public RowTaps(AxisTaps columns, int sourceWidth, int pixelBytes, int firstByte, bool halved, SimdLevel level)
    {
        var shift = halved ? 1 : 0;
        Positions = new int[columns.First.Length * 2];
        for (var i = 0; i < columns.First.Length; i++)
        {
            Positions[2 * i] = (columns.First[i] >> shift) * pixelBytes + firstByte;
            Positions[2 * i + 1] = (columns.Second[i] >> shift) * pixelBytes + firstByte;
        }

        Weights = new short[(columns.Weight.Length + RowPadding - 1) / RowPadding * RowPadding];
        columns.Weight.CopyTo(Weights, 0);

        var rowBytes = ((sourceWidth + shift) >> shift) * pixelBytes;
        if (level >= SimdLevel.Avx512)
            Wide = WindowShuffle.Create(Positions, rowBytes, WideWindow, WidePixels);
        if (level >= SimdLevel.Avx2)
            Narrow = WindowShuffle.Create(Positions, rowBytes, NarrowWindow, NarrowPixels);
    }

    /// <summary>[pixel, tap]: byte positions in the source row.</summary>
    public int[] Positions { get; }

    /// <summary>Of the second tap, in 1/32768; padded with zeros.</summary>
    public short[] Weights { get; }

    /// <summary>For AVX-512; null below that level and for rows shorter than its window.</summary>
    public WindowShuffle? Wide { get; }

    /// <summary>For 128-bit shuffles; null at the scalar level and for rows shorter than its window.</summary>
    public WindowShuffle? Narrow { get; }
}
