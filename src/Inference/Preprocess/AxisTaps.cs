namespace Inference.Preprocess;

/// <summary>
/// Bilinear resampling along one axis: destination i is source[First[i]] × (1 - w) + source[Second[i]] × w, w = Weight[i] / 32768.
/// </summary>
/// <remarks>
/// The sampling points are OpenCV's for INTER_LINEAR: pixel centres lie at halves, the outermost pixels are repeated, and shrinking
/// does not average over the pixels in between.
/// </remarks>
internal sealed class AxisTaps
{
    private AxisTaps(int length) => (First, Second, Weight) = (new int[length], new int[length], new short[length]);

    public int[] First { get; }
    public int[] Second { get; }
    public short[] Weight { get; }

    public static AxisTaps Create(int source, int destination)
    {
        var taps = new AxisTaps(destination);
        var step = (double)source / destination;
        for (var i = 0; i < destination; i++)
        {
            var position = Math.Clamp((i + 0.5) * step - 0.5, 0, source - 1);
            var first = (int)position;
            taps.First[i] = first;
            taps.Weight[i] = (short)Math.Min(Math.Round((position - first) * 32768), short.MaxValue);

            // Where the weight is nothing the second sample is not read, so at whole ratios (1080p to 640) half of the rows are skipped.
            taps.Second[i] = taps.Weight[i] == 0 ? first : first + 1;
        }

        return taps;
    }
}
