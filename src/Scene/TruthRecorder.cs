using Scene.Optics;
using Scene.Raster;

namespace Scene;

/// <summary>Notes where each person is while a frame is drawn, and tells it when all are drawn and it is known who hides whom.</summary>
internal sealed class TruthRecorder(Camera camera, Canvas canvas)
{
    private readonly Point[] _points = new Point[(SceneOptions.MaxCount + 1) * SceneTruth.KeypointCount];

    public void Note(Person person)
    {
        for (var i = 0; i < SceneTruth.KeypointCount; i++)
        {
            var (place, thickness) = person.Keypoint(i);
            var (x, y, nearness) = camera.Project(place);
            _points[person.Id * SceneTruth.KeypointCount + i] = new(x, y, nearness, nearness == 0 ? 0 : 1 / (1 / nearness - thickness));
        }
    }

    public void Tell(long frameIndex, SceneTruth truth)
    {
        truth.Begin(frameIndex);
        for (byte id = 1; id <= SceneOptions.MaxCount; id++)
        {
            var (covered, box) = (canvas.Covered[id], canvas.Extents[id]);
            if (covered == 0)
                continue;
            var keypoints = truth.Add(new(id, box.Left, box.Top, box.Right, box.Bottom, covered, (float)canvas.Shown[id] / covered));
            for (var k = 0; k < keypoints.Length; k++)
            {
                var point = _points[id * SceneTruth.KeypointCount + k];
                keypoints[k] = new(point.X, point.Y, See(id, point));
            }
        }
    }

    /// <summary>A joint is seen when the surface over it is the person's own and no nearer than the body is thick there.</summary>
    private KeypointVisibility See(byte id, in Point point)
    {
        if (point.Nearness == 0 || !(point.X >= 0 && point.X < canvas.Width && point.Y >= 0 && point.Y < canvas.Height))
            return KeypointVisibility.OutOfPicture;
        ref readonly var seen = ref canvas.Fragments[(int)point.Y * canvas.Width + (int)point.X];
        return seen.Owner == id && seen.Nearness <= point.SurfaceNearness ? KeypointVisibility.Visible : KeypointVisibility.Occluded;
    }

    private readonly record struct Point(float X, float Y, float Nearness, float SurfaceNearness);
}
