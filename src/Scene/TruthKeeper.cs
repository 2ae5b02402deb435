using Scene.Optics;
using Scene.Raster;

namespace Scene;

/// <summary>Notes where each person is while a frame is drawn, and tells it when all are drawn and it is known who hides whom.</summary>
internal sealed class TruthKeeper(Camera camera, Canvas canvas)
{
    private readonly Note[] _notes = new Note[SceneOptions.MaxCount];
    private readonly Point[] _points = new Point[SceneOptions.MaxCount * SceneTruth.KeypointCount];
    private int _count;

    public void Begin() => _count = 0;

    public void Add(Person person, (float XMin, float YMin, float XMax, float YMax) bounds)
    {
        for (var i = 0; i < SceneTruth.KeypointCount; i++)
        {
            var (place, thickness) = person.Keypoint(i);
            var (x, y, nearness) = camera.Project(place);
            _points[_count * SceneTruth.KeypointCount + i] = new(x, y, nearness, nearness == 0 ? 0 : 1 / (1 / nearness - thickness));
        }
        _notes[_count++] = new(
            person.Id, Math.Max(0, bounds.XMin), Math.Max(0, bounds.YMin), Math.Min(canvas.Width, bounds.XMax), Math.Min(canvas.Height, bounds.YMax));
    }

    public void Tell(long frameIndex, SceneTruth truth)
    {
        truth.Begin(frameIndex);
        for (var i = 0; i < _count; i++)
        {
            var (id, xMin, yMin, xMax, yMax) = _notes[i];
            var covered = canvas.Covered[id];
            if (covered == 0) continue;
            var keypoints = truth.Add(new(id, xMin, yMin, xMax, yMax, (float)canvas.Shown[id] / covered));
            for (var k = 0; k < keypoints.Length; k++)
            {
                var point = _points[i * SceneTruth.KeypointCount + k];
                keypoints[k] = new(point.X, point.Y, See(id, point));
            }
        }
    }

    /// <summary>A joint is seen when the surface over it is the person's own and no nearer than the body is thick there.</summary>
    private KeypointVisibility See(byte id, in Point point)
    {
        if (point.Nearness == 0 || !(point.X >= 0 && point.X < canvas.Width && point.Y >= 0 && point.Y < canvas.Height))
            return KeypointVisibility.OutOfPicture;
        var pixel = (int)point.Y * canvas.Width + (int)point.X;
        return canvas.Owner[pixel] == id && canvas.Nearness[pixel] <= point.SurfaceNearness ? KeypointVisibility.Visible : KeypointVisibility.Occluded;
    }

    private readonly record struct Note(byte Id, float XMin, float YMin, float XMax, float YMax);

    private readonly record struct Point(float X, float Y, float Nearness, float SurfaceNearness);
}
