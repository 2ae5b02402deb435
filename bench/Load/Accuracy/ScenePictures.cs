using Inference.Postprocess;
using Media;
using Scene;
using Streaming.Sources;

namespace Load.Accuracy;

/// <summary>Frames of the built-in test source and the truth about them: as many scenes of each view.</summary>
internal static class ScenePictures
{
    private const int Width = 640, Height = 480;

    /// <summary>Two frames of a scene, ten seconds apart: people have walked on by then.</summary>
    private static readonly int[] Frames = [0, 300];

    /// <summary>Somebody of whom less shows may be found or not.</summary>
    private const float LeastVisible = 0.25f;

    public static IEnumerable<LabelledFrame> Of(int scenesPerView)
    {
        var buffers = new PictureBuffers(Width, Height);
        var truth = new SceneTruth();
        foreach (var view in new[] { SceneView.Webcam, SceneView.Room, SceneView.Street, SceneView.Overhead })
        {
            for (var seed = 1; seed <= scenesPerView; seed++)
            {
                // One to six people.
                var scene = new PeopleScene(new SceneOptions { Width = Width, Height = Height, View = view, Seed = (ulong)seed, Count = 1 + seed % 6 });
                foreach (var index in Frames)
                {
                    var buffer = buffers.Rent();
                    scene.Render(index, buffer.Y, Width, buffer.U, buffer.ChromaStride, buffer.V, buffer.ChromaStride, truth);
                    yield return new(buffer.AsFrame(default), Labels(truth));
                }
            }
        }
    }

    private static List<Person> Labels(SceneTruth truth)
    {
        var labels = new List<Person>();
        for (var i = 0; i < truth.People.Length; i++)
        {
            var person = truth.People[i];
            labels.Add(new(
                1, new Box(person.XMin, person.YMin, person.XMax, person.YMax), Points(truth.Keypoints(i)), person.VisibleFraction < LeastVisible));
        }

        return labels;
    }

    private static List<Keypoint> Points(ReadOnlySpan<KeypointTruth> truth)
    {
        var points = new List<Keypoint>(truth.Length);
        foreach (var point in truth)
            points.Add(new(point.X, point.Y, point.Visibility == KeypointVisibility.OutOfPicture ? 0 : 1));
        return points;
    }
}
