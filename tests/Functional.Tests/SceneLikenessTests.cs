using Inference;
using Inference.Batching;
using Media;
using Scene;
using Streaming.Sources;
using Xunit;

namespace Functional.Tests;

/// <summary>The proof that rendered people look like people: a network that was trained on photographs finds them, and their joints.</summary>
public sealed class SceneLikenessTests : IResultReceiver
{
    private const float MinHeight = 100;
    private const float MinVisible = 0.9f;

    // A person who is cut by the picture's edge has no whole box for the network to agree with.
    private const float EdgeMargin = 2;

    private readonly List<(DetectedObject Box, Keypoint[] Keypoints)> _found = [];
    private int _people;
    private int _matched;
    private int _keypoints;
    private double _distance;
    private Exception? _fault;

    [Fact]
    public void A_pose_network_finds_nine_of_ten_people_and_puts_their_keypoints_right()
    {
        var model = SharedData.Path("models", "yolov8n-pose.onnx");
        using var engine = InferenceEngine.Start(model, new InferenceOptions());
        using var stream = engine.OpenStream(new InferenceStreamOptions { Lossless = true }, this);
        for (var seed = 1; seed <= 20; seed++)
            Compare(stream, $"test://people?count=4&seed={seed}&size=1280x720");

        var recall = (double)_matched / _people;
        var distance = _distance / _keypoints;
        TestContext.Current.TestOutputHelper!.WriteLine($"{_matched}/{_people} people found ({recall:P1}), keypoints {distance:0.0000} sqrt(area) off");
        Assert.True(_people > 40, $"only {_people} people to find");
        Assert.True(recall >= 0.9, $"{recall:P1} of {_people} people found");
        Assert.True(distance <= 0.08, $"keypoints are {distance:0.000} sqrt(area) off");
    }

    /// <summary>Three frames of a scene, a second apart in its first seconds.</summary>
    private void Compare(InferenceStream stream, string address)
    {
        using var source = new SceneSource(address, realtime: false, TimeProvider.System);
        for (var frame = 0; frame < 91; frame++)
        {
            Assert.True(source.TryRead(out var unit, TestContext.Current.CancellationToken));
            if (frame % 45 != 0)
            {
                unit.Raw.Release();
                continue;
            }

            stream.Submit(unit.Raw, frame);
            stream.Drain();
            Assert.Null(_fault);
            for (var i = 0; i < source.Truth.People.Length; i++)
                Compare(source.Truth.People[i], source.Truth.Keypoints(i), source);
        }
    }

    private void Compare(in PersonTruth person, ReadOnlySpan<KeypointTruth> keypoints, SceneSource source)
    {
        var whole = person.XMin > EdgeMargin && person.YMin > EdgeMargin && person.XMax < source.Format.Width - EdgeMargin && person.YMax < source.Format.Height - EdgeMargin;
        if (!whole || person.Height < MinHeight || person.VisibleFraction < MinVisible)
            return;
        _people++;
        var truth = person;
        var best = _found.Where(found => truth.Iou(found.Box) >= 0.5).OrderByDescending(found => truth.Iou(found.Box)).FirstOrDefault();
        if (best.Keypoints is null)
            return;

        _matched++;
        var scale = Math.Sqrt(person.Width * person.Height);
        for (var i = 0; i < keypoints.Length; i++)
        {
            if (keypoints[i].Visibility != KeypointVisibility.Visible)
                continue;
            var (dx, dy) = (keypoints[i].X - best.Keypoints[i].X, keypoints[i].Y - best.Keypoints[i].Y);
            _distance += Math.Sqrt(dx * dx + dy * dy) / scale;
            _keypoints++;
        }
    }

    void IResultReceiver.OnResult(InferenceResult result)
    {
        _found.Clear();
        for (var i = 0; i < result.Detections.Count; i++)
            _found.Add((result.Detections.Objects[i], result.Detections.KeypointsOf(i).ToArray()));
    }

    void IResultReceiver.OnDropped(in Frame frame, long sequence, FrameOutcome reason) => Assert.Fail($"frame {sequence} was dropped: {reason}");

    void IResultReceiver.OnFault(Exception fault) => _fault = fault;
}
