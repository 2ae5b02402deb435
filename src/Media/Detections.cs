namespace Media;

/// <summary>One object, in pixels of the picture.</summary>
public record struct DetectedObject(int ClassId, float Score, float XMin, float YMin, float XMax, float YMax);

/// <summary>One keypoint, in pixels of the picture; score is the model's visibility, 0..1.</summary>
public record struct Keypoint(float X, float Y, float Score);

/// <summary>What was found in one picture, best score first: a buffer that is filled again for every picture.</summary>
/// <remarks>It has room for a few objects, grows to the most it has met and keeps that, so that filling it allocates nothing in the long run.</remarks>
/// <param name="capacity">Objects that it never exceeds.</param>
public sealed class Detections(int capacity, int keypointsPerObject)
{
    private const int FewObjects = 16;

    private DetectedObject[] _objects = new DetectedObject[Math.Min(capacity, FewObjects)];
    private Keypoint[] _keypoints = new Keypoint[Math.Min(capacity, FewObjects) * keypointsPerObject];

    public int Capacity => capacity;

    /// <summary>17 for COCO poses, 0 for plain detection.</summary>
    public int KeypointsPerObject => keypointsPerObject;

    public int Count { get; private set; }

    public ReadOnlySpan<DetectedObject> Objects => _objects.AsSpan(0, Count);

    public ReadOnlySpan<Keypoint> KeypointsOf(int index) =>
        _keypoints.AsSpan(index * KeypointsPerObject, KeypointsPerObject);

    public void Clear() => Count = 0;

    /// <summary>Takes over what was found in another picture.</summary>
    /// <param name="other">Of the same capacity and as many keypoints an object.</param>
    public void CopyFrom(Detections other)
    {
        while (_objects.Length < other.Count)
            Grow();
        Count = other.Count;
        other.Objects.CopyTo(_objects);
        other._keypoints.AsSpan(0, Count * KeypointsPerObject).CopyTo(_keypoints);
    }

    /// <summary>Adds an object and returns its keypoints to be filled in. The caller keeps within <see cref="Capacity"/>.</summary>
    public Span<Keypoint> Add(in DetectedObject detected)
    {
        if (Count == _objects.Length)
            Grow();
        _objects[Count] = detected;
        return _keypoints.AsSpan(Count++ * KeypointsPerObject, KeypointsPerObject);
    }

    private void Grow()
    {
        var room = Math.Min(capacity, 2 * _objects.Length);
        Array.Resize(ref _objects, room);
        Array.Resize(ref _keypoints, room * KeypointsPerObject);
    }
}
