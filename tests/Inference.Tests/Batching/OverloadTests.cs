using Inference.Batching;
using Inference.Postprocess;
using Media;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Inference.Tests.Batching;

/// <summary>Sixteen cameras of 30 frames/s on an engine for a quarter of them, for a minute of a clock that the test moves.</summary>
public sealed class OverloadTests : IDisposable
{
    private const int Cameras = 16, FrameMs = 33, RunMs = 17, Milliseconds = 60_000;

    private readonly FakeTimeProvider _time = new();
    private readonly Lease _lease = new();
    private readonly BatchQueue _queue;
    private readonly EngineCounters _counters;
    private readonly (FrameItem? Item, int Until)[] _lanes = new (FrameItem?, int)[2];
    private readonly List<Camera> _cameras = [];

    public OverloadTests() => (_counters, _queue) = (new EngineCounters(1, _time), new BatchQueue(1, TimeSpan.Zero, (frame, _) => frame.Width, new FrameItemPool(most: 8, maxDetections: 1, keypointsPerObject: 0), _time));

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void Results_are_never_older_than_a_frame_and_a_run()
    {
        Run(_ => new());
        Assert.All(_cameras, camera => Assert.InRange(camera.Ages.Max(), RunMs, FrameMs + RunMs));
        // Neither do they grow.
        Assert.All(_cameras, camera => Assert.Equal(camera.Ages.Take(100).Average(), camera.Ages.TakeLast(100).Average(), 8.0));
    }

    [Fact]
    public void Every_camera_gets_the_same_share_and_the_lanes_never_rest()
    {
        Run(_ => new());
        var results = _cameras.Select(camera => camera.Ages.Count).ToArray();
        Assert.InRange(results.Max() - results.Min(), 0, 1);
        Assert.InRange(results.Sum(), _lanes.Length * (Milliseconds / RunMs) - 20, _lanes.Length * (Milliseconds / RunMs));
    }

    [Fact]
    public void Every_frame_has_a_result_or_is_superseded_by_a_newer_one_and_results_are_in_order()
    {
        Run(_ => new());
        foreach (var camera in _cameras)
        {
            var told = camera.Recorder.Outcomes;
            Assert.Equal(camera.Submitted, told.Count + camera.Stream.InFlight);
            Assert.All(told, frame => Assert.True(frame.Outcome is FrameOutcome.Inferred or FrameOutcome.Superseded, $"{frame}"));
            Assert.Equal(told.Select(frame => frame.Sequence).Distinct().Count(), told.Count);
            Assert.Equal(camera.Recorder.Sequences(FrameOutcome.Inferred).Order(), camera.Recorder.Sequences(FrameOutcome.Inferred));
        }
    }

    [Theory, InlineData(2.0), InlineData(3.0), InlineData(0.5)]
    public void A_camera_of_another_priority_gets_that_share(double priority)
    {
        Run(index => new() { Priority = index == 0 ? priority : 1 });
        var others = _cameras.Skip(1).Average(camera => camera.Ages.Count);
        Assert.Equal(priority, _cameras[0].Ages.Count / others, 0.05);
        Assert.InRange(_cameras[0].Ages.Max(), RunMs, FrameMs + RunMs);
    }

    [Fact]
    public void A_bound_of_latency_drops_what_is_older_and_gives_its_turn_to_others()
    {
        const int BoundMs = 10;
        Run(index => new() { MaxLatency = TimeSpan.FromMilliseconds(index == 0 ? BoundMs : 0) });
        var bounded = _cameras[0];
        Assert.NotEmpty(bounded.Recorder.Sequences(FrameOutcome.Deadline));
        Assert.NotEmpty(bounded.Ages);
        Assert.InRange(bounded.Ages.Max(), RunMs, BoundMs + RunMs);
        Assert.Equal(bounded.Submitted, bounded.Recorder.Outcomes.Count + bounded.Stream.InFlight);
        Assert.InRange(_cameras.Sum(camera => camera.Ages.Count), _lanes.Length * (Milliseconds / RunMs) - 20, _lanes.Length * (Milliseconds / RunMs));
    }

    private void Run(Func<int, InferenceStreamOptions> options)
    {
        for (var index = 0; index < Cameras; index++)
        {
            var recorder = new Recorder();
            var stream = new InferenceStream(_queue, options(index), recorder, _lanes.Length, _time);
            _queue.Add(stream);
            _cameras.Add(new(stream, recorder));
        }

        for (var now = 0; now < Milliseconds; now++)
        {
            // Each camera at a moment of its own.
            for (var index = now % FrameMs; index < Cameras; index += FrameMs)
                _cameras[index].Stream.Submit(_lease.Frame(arrival: _time.GetTimestamp()), _cameras[index].Submitted++);
            foreach (ref var lane in _lanes.AsSpan())
                Serve(ref lane, now);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    private void Serve(ref (FrameItem? Item, int Until) lane, int now)
    {
        if (lane.Item is { } done && now >= lane.Until)
        {
            _cameras.First(camera => camera.Stream == done.Stream).Ages.Add(_time.GetElapsedTime(done.Result.Frame.Times.Arrival).TotalMilliseconds);
            done.Result.Outcome = FrameOutcome.Inferred;
            done.Complete(_counters, TimeSpan.Zero);
            lane.Item = null;
        }

        // A lane would sleep where nothing waits; under this load something always does once the cameras have begun.
        if (lane.Item is null && _cameras.Count(camera => camera.Stream.IsBehind) > 1)
            lane = (Take(), now + RunMs);
    }

    private FrameItem Take()
    {
        var batch = new BatchItem[1];
        Assert.Equal(1, _queue.Take(batch, out _));
        return (FrameItem)batch[0];
    }

    private sealed class Camera(InferenceStream stream, Recorder recorder)
    {
        public InferenceStream Stream => stream;

        public Recorder Recorder => recorder;

        public int Submitted { get; set; }

        /// <summary>Of each result, in milliseconds since its frame arrived.</summary>
        public List<double> Ages { get; } = [];
    }
}
