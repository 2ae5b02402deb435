using Inference;
using Inference.Batching;
using Media;
using Scene;
using Streaming.Sources;
using Xunit;

namespace Functional.Tests;

/// <summary>Counts how many rendered people a model finds at the default thresholds. Half hidden and small people count neither way.</summary>
internal sealed class DefaultModelFinder : IResultReceiver, IDisposable
{
    private const int Width = 640, Height = 480;
    private const float MinHeight = 50;
    private const float MinVisible = 0.5f;
    private const float MatchIou = 0.5f;

    private readonly InferenceEngine _engine;
    private readonly InferenceStream _stream;
    private readonly List<DetectedObject> _found = [];
    private int _matched;
    private int _right;
    private Exception? _fault;

    public DefaultModelFinder(string model, InferenceOptions options)
    {
        _engine = InferenceEngine.Start(model, options);
        _stream = _engine.OpenStream(new InferenceStreamOptions { Lossless = true }, this);
    }

    public int People { get; private set; }

    public int Found { get; private set; }

    public double Recall => (double)_matched / People;

    public double Precision => (double)_right / Found;

    public override string ToString() => $"{_matched} of {People} people found, {_right} of {Found} found are people";

    /// <summary>The first frame of each scene.</summary>
    public void Compare(SceneView view, int seeds, int count)
    {
        for (var seed = 1; seed <= seeds; seed++)
        {
            using var source = new SceneSource($"test://people?count={count}&seed={seed}&size={Width}x{Height}&view={view}".ToLowerInvariant(), realtime: false, TimeProvider.System);
            Assert.True(source.TryRead(out var unit, TestContext.Current.CancellationToken));
            _stream.Submit(unit.Raw, seed);
            _stream.Drain();
            Assert.Null(_fault);
            Count(source.Truth.People);
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        _engine.Dispose();
    }

    private void Count(ReadOnlySpan<PersonTruth> people)
    {
        Found += _found.Count;
        foreach (var person in people)
        {
            var near = _found.FindIndex(found => person.Iou(found) >= MatchIou);
            if (near >= 0)
            {
                _found.RemoveAt(near);
                _right++;
            }

            if (person.Height < MinHeight || person.VisibleFraction < MinVisible)
                continue;
            People++;
            _matched += near >= 0 ? 1 : 0;
        }
    }

    void IResultReceiver.OnResult(InferenceResult result)
    {
        _found.Clear();
        _found.AddRange(result.Detections.Objects);
    }

    void IResultReceiver.OnDropped(in Frame frame, long sequence, FrameOutcome reason) => Assert.Fail($"frame {sequence} was dropped: {reason}");

    void IResultReceiver.OnFault(Exception fault) => _fault = fault;
}
