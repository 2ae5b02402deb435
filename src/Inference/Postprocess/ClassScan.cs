using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Inference.Postprocess;

/// <summary>Finds each anchor's best class, over class scores that lie [classes, anchors].</summary>
/// <remarks>
/// The best starts at the confidence and gives way to greater scores alone: an anchor without one keeps class −1, NaN never wins, and
/// of equal classes the first does. Anchors are taken in blocks whose running best stays in the L1 cache while every class's scores
/// stream past once. A row's last vector overlaps the one before it, which changes nothing: no score is greater than itself.
/// </remarks>
internal sealed class ClassScan(SimdLevel level)
{
    /// <summary>Anchors per block: 8 KiB of scores and 8 KiB of classes leave room in an L1 cache of 32 KiB for what streams past.</summary>
    public const int Block = 2048;

    private readonly float[] _score = new float[Block];
    private readonly int[] _class = new int[Block];

    /// <summary>Best score above the confidence, per anchor of the block scanned last.</summary>
    public ReadOnlySpan<float> Scores => _score;

    /// <summary>Its class, or −1.</summary>
    public ReadOnlySpan<int> Classes => _class;

    /// <summary>Scans <paramref name="count"/> anchors, 1..<see cref="Block"/>, from <paramref name="first"/> on.</summary>
    public void Scan(ReadOnlySpan<float> scores, int anchors, int first, int count, float confidence)
    {
        _score.AsSpan(0, count).Fill(confidence);
        _class.AsSpan(0, count).Fill(-1);
        for (var (id, row) = (0, first); row < scores.Length; id++, row += anchors)
        {
            var ofClass = scores.Slice(row, count);
            if (level >= SimdLevel.Avx512 && count >= Vector512<float>.Count)
                Raise512(ofClass, id);
            else if (level >= SimdLevel.Avx2 && count >= Vector256<float>.Count)
                Raise256(ofClass, id);
            else
                RaiseScalar(ofClass, id);
        }
    }

    /// <summary>First anchor from <paramref name="from"/> on that has a class; <paramref name="count"/> if there is none.</summary>
    public int NextFound(int from, int count)
    {
        var offset = _class.AsSpan(from, count - from).IndexOfAnyExcept(-1);
        return offset < 0 ? count : from + offset;
    }

    private void RaiseScalar(ReadOnlySpan<float> scores, int id)
    {
        for (var i = 0; i < scores.Length; i++)
        {
            if (scores[i] > _score[i])
                (_score[i], _class[i]) = (scores[i], id);
        }
    }

    private void Raise256(ReadOnlySpan<float> scores, int id)
    {
        ref var source = ref MemoryMarshal.GetReference(scores);
        ref var best = ref MemoryMarshal.GetArrayDataReference(_score);
        ref var bestClass = ref MemoryMarshal.GetArrayDataReference(_class);
        var last = scores.Length - Vector256<float>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector256<float>.Count, last))
        {
            var score = Vector256.LoadUnsafe(ref source, (nuint)i);
            var old = Vector256.LoadUnsafe(ref best, (nuint)i);
            var greater = Vector256.GreaterThan(score, old);
            Vector256.ConditionalSelect(greater, score, old).StoreUnsafe(ref best, (nuint)i);
            Vector256.ConditionalSelect(greater.AsInt32(), Vector256.Create(id), Vector256.LoadUnsafe(ref bestClass, (nuint)i))
                .StoreUnsafe(ref bestClass, (nuint)i);
            if (i == last)
                return;
        }
    }

    private void Raise512(ReadOnlySpan<float> scores, int id)
    {
        ref var source = ref MemoryMarshal.GetReference(scores);
        ref var best = ref MemoryMarshal.GetArrayDataReference(_score);
        ref var bestClass = ref MemoryMarshal.GetArrayDataReference(_class);
        var last = scores.Length - Vector512<float>.Count;
        for (var i = 0; ; i = Math.Min(i + Vector512<float>.Count, last))
        {
            var score = Vector512.LoadUnsafe(ref source, (nuint)i);
            var old = Vector512.LoadUnsafe(ref best, (nuint)i);
            var greater = Vector512.GreaterThan(score, old);
            Vector512.ConditionalSelect(greater, score, old).StoreUnsafe(ref best, (nuint)i);
            Vector512.ConditionalSelect(greater.AsInt32(), Vector512.Create(id), Vector512.LoadUnsafe(ref bestClass, (nuint)i))
                .StoreUnsafe(ref bestClass, (nuint)i);
            if (i == last)
                return;
        }
    }
}
