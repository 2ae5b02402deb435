using System.Runtime.Intrinsics;

namespace Inference.Postprocess;

/// <summary>The boxes that suppression has kept so far, as columns, so that a candidate meets 16 or 8 of them at a time.</summary>
/// <remarks>
/// Intersection over union is computed as torchvision's nms does (one division, no epsilon), the same at every
/// <see cref="SimdLevel"/>. The columns end in a vector's worth of places that no candidate's class matches.
/// </remarks>
internal sealed class KeptBoxes(SimdLevel level)
{
    private const int NoClass = -1;

    private float[] _xMin = [], _yMin = [], _xMax = [], _yMax = [], _area = [];
    private int[] _class = [];

    public int Count { get; private set; }

    /// <summary>Empties the set and makes room for <paramref name="capacity"/> boxes.</summary>
    public void Reset(int capacity)
    {
        var length = capacity + Vector512<float>.Count;
        if (_class.Length < length)
        {
            (_xMin, _yMin, _xMax, _yMax) = (new float[length], new float[length], new float[length], new float[length]);
            (_area, _class) = (new float[length], new int[length]);
            _class.AsSpan().Fill(NoClass);
        }

        _class.AsSpan(0, Count).Fill(NoClass);
        Count = 0;
    }

    public void Add(in Box box, int classId)
    {
        (_xMin[Count], _yMin[Count], _xMax[Count], _yMax[Count]) = box;
        (_area[Count], _class[Count]) = (box.Area, classId);
        Count++;
    }

    /// <summary>Whether a kept box of the same class overlaps <paramref name="box"/> by more than <paramref name="iou"/>.</summary>
    public bool Suppress(in Box box, int classId, float iou) => level switch
    {
        SimdLevel.Avx512 => Suppress512(box, classId, iou),
        SimdLevel.Avx2 => Suppress256(box, classId, iou),
        _ => SuppressScalar(box, classId, iou),
    };

    private bool SuppressScalar(in Box box, int classId, float iou)
    {
        for (var i = 0; i < Count; i++)
        {
            var width = MathF.Max(MathF.Min(_xMax[i], box.XMax) - MathF.Max(_xMin[i], box.XMin), 0);
            var height = MathF.Max(MathF.Min(_yMax[i], box.YMax) - MathF.Max(_yMin[i], box.YMin), 0);
            var shared = width * height;
            if (_class[i] == classId && shared / (_area[i] + box.Area - shared) > iou)
                return true;
        }

        return false;
    }

    private bool Suppress256(in Box box, int classId, float iou)
    {
        var (area, wanted, limit) = (Vector256.Create(box.Area), Vector256.Create(classId), Vector256.Create(iou));
        for (var i = 0; i < Count; i += Vector256<float>.Count)
        {
            var width = Shared(Vector256.Create(_xMin.AsSpan(i)), Vector256.Create(_xMax.AsSpan(i)), box.XMin, box.XMax);
            var height = Shared(Vector256.Create(_yMin.AsSpan(i)), Vector256.Create(_yMax.AsSpan(i)), box.YMin, box.YMax);
            var shared = width * height;
            var over = Vector256.GreaterThan(shared / (Vector256.Create(_area.AsSpan(i)) + area - shared), limit);
            if ((over.AsInt32() & Vector256.Equals(Vector256.Create(_class.AsSpan(i)), wanted)) != Vector256<int>.Zero)
                return true;
        }

        return false;
    }

    private bool Suppress512(in Box box, int classId, float iou)
    {
        var (area, wanted, limit) = (Vector512.Create(box.Area), Vector512.Create(classId), Vector512.Create(iou));
        for (var i = 0; i < Count; i += Vector512<float>.Count)
        {
            var width = Shared(Vector512.Create(_xMin.AsSpan(i)), Vector512.Create(_xMax.AsSpan(i)), box.XMin, box.XMax);
            var height = Shared(Vector512.Create(_yMin.AsSpan(i)), Vector512.Create(_yMax.AsSpan(i)), box.YMin, box.YMax);
            var shared = width * height;
            var over = Vector512.GreaterThan(shared / (Vector512.Create(_area.AsSpan(i)) + area - shared), limit);
            if ((over.AsInt32() & Vector512.Equals(Vector512.Create(_class.AsSpan(i)), wanted)) != Vector512<int>.Zero)
                return true;
        }

        return false;
    }

    private static Vector256<float> Shared(Vector256<float> min, Vector256<float> max, float boxMin, float boxMax) =>
        Vector256.MaxNative(
            Vector256.MinNative(max, Vector256.Create(boxMax)) - Vector256.MaxNative(min, Vector256.Create(boxMin)), Vector256<float>.Zero);

    private static Vector512<float> Shared(Vector512<float> min, Vector512<float> max, float boxMin, float boxMax) =>
        Vector512.MaxNative(
            Vector512.MinNative(max, Vector512.Create(boxMax)) - Vector512.MaxNative(min, Vector512.Create(boxMin)), Vector512<float>.Zero);
}
