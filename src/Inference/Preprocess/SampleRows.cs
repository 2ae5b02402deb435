using System.Runtime.InteropServices;

namespace Inference.Preprocess;

/// <summary>The rows of samples behind one destination row: for each of three channels one above its centre and one below.</summary>
internal readonly ref struct SampleRows
{
    public readonly ref short Upper0, Lower0, Upper1, Lower1, Upper2, Lower2;

    /// <summary>Of the lower rows, in 1/32768.</summary>
    public readonly short Weight;

    /// <param name="samples">Row r of channel c lies at (2c + r mod 2) × <paramref name="pitch"/>.</param>
    /// <param name="first">Source row above, in rows of the picture.</param>
    /// <param name="second">Source row below.</param>
    /// <param name="chromaShift">1 where channels 1 and 2 have half the rows.</param>
    public SampleRows(Span<short> samples, int pitch, int first, int second, int chromaShift, short weight)
    {
        var (chromaFirst, chromaSecond) = (first >> chromaShift, second >> chromaShift);
        Upper0 = ref Row(samples, pitch, 0, first);
        Lower0 = ref Row(samples, pitch, 0, second);
        Upper1 = ref Row(samples, pitch, 1, chromaFirst);
        Lower1 = ref Row(samples, pitch, 1, chromaSecond);
        Upper2 = ref Row(samples, pitch, 2, chromaFirst);
        Lower2 = ref Row(samples, pitch, 2, chromaSecond);
        Weight = weight;
    }

    /// <summary>Two places per channel are enough: the rows needed together are neighbours, one even and one odd.</summary>
    public static int Place(int channel, int row) => 2 * channel + (row & 1);

    private static ref short Row(Span<short> samples, int pitch, int channel, int row) =>
        ref MemoryMarshal.GetReference(samples.Slice(Place(channel, row) * pitch, pitch));
}
