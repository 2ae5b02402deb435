namespace Scene;

/// <summary>Who is where in one frame. Reused from frame to frame: <see cref="PeopleScene.Render(long, Span{byte}, int, Span{byte}, int, Span{byte}, int, SceneTruth)"/> overwrites it.</summary>
public sealed class SceneTruth
{
    /// <summary>Nose, then left and right of: eye, ear, shoulder, elbow, wrist, hip, knee, ankle (COCO's order).</summary>
    public const int KeypointCount = 17;

    private readonly PersonTruth[] _people = new PersonTruth[SceneOptions.MaxCount];
    private readonly KeypointTruth[] _keypoints = new KeypointTruth[SceneOptions.MaxCount * KeypointCount];
    private int _count;

    public long FrameIndex { get; private set; }

    /// <summary>In the order of their ids.</summary>
    public ReadOnlySpan<PersonTruth> People => _people.AsSpan(0, _count);

    /// <summary>The 17 keypoints of <c>People[person]</c>.</summary>
    public ReadOnlySpan<KeypointTruth> Keypoints(int person)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)person, (uint)_count, nameof(person));
        return _keypoints.AsSpan(person * KeypointCount, KeypointCount);
    }

    internal void Begin(long frameIndex) => (FrameIndex, _count) = (frameIndex, 0);

    /// <returns>Where the person's 17 keypoints go.</returns>
    internal Span<KeypointTruth> Add(in PersonTruth person)
    {
        _people[_count] = person;
        return _keypoints.AsSpan(_count++ * KeypointCount, KeypointCount);
    }
}
