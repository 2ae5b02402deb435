namespace Media;

/// <summary>One object, in pixels of the picture.</summary>
public record struct DetectedObject(int ClassId, float Score, float XMin, float YMin, float XMax, float YMax);

/// <summary>One keypoint, in pixels of the picture; score is the model's visibility, 0..1.</summary>
public record struct Keypoint(float X, float Y, float Score);

/// <summary>What was found in one picture, best score first: a buffer that is filled again for every picture.</summary>
/// <remarks>Capacity is fixed at construction, so that filling it never allocates.</remarks>
public sealed class Detections(int capacity, int keypointsPerObject)
{
    private readonly DetectedObject[] _objects = new DetectedObject[capacity];
    private readonly Keypoint[] _keypoints = new Keypoint[capacity * keypointsPerObject];

    public int Capacity => _objects.Length;

    /// <summary>17 for COCO poses, 0 for plain detection.</summary>
    public int KeypointsPerObject { get; } = keypointsPerObject;

    public int Count { get; private set; }

    public ReadOnlySpan<DetectedObject> Objects => _objects.AsSpan(0, Count);

    public ReadOnlySpan<Keypoint> KeypointsOf(int index) =>
        _keypoints.AsSpan(index * KeypointsPerObject, KeypointsPerObject);

    public void Clear() => Count = 0;

    /// <summary>Takes over what was found in another picture.</summary>
    /// <param name="other">Of the same capacity and as many keypoints an object.</param>
    public void CopyFrom(Detections other)
    {
        Count = other.Count;
        other.Objects.CopyTo(_objects);
        other._keypoints.AsSpan(0, Count * KeypointsPerObject).CopyTo(_keypoints);
    }

    /// <summary>Adds an object and returns its keypoints to be filled in. The caller keeps within <see cref="Capacity"/>.</summary>
    public Span<Keypoint> Add(in DetectedObject detected)
    {
        _objects[Count] = detected;
        return _keypoints.AsSpan(Count++ * KeypointsPerObject, KeypointsPerObject);
    }
}
