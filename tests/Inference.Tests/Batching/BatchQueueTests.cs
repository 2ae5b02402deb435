using System.Diagnostics.CodeAnalysis;
using Inference.Batching;
using Inference.Model;
using Inference.Postprocess;
using Media;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Inference.Tests.Batching;

public sealed class BatchQueueTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly Recorder _recorder = new();
    private readonly Lease _lease = new();
    private readonly BatchQueue _queue;
    private readonly EngineCounters _counters;

    public BatchQueueTests() => (_counters, _queue) = (new EngineCounters(4, _time), new BatchQueue(4, TimeSpan.Zero, (frame, _) => frame.Width, new FrameItemPool(most: 8, maxDetections: 1, keypointsPerObject: 0), _time));

    public void Dispose() => _queue.Dispose();

    private static readonly ModelMetadata Metadata = new("tiny", ModelTask.Detect, OutputLayout.Anchors, ["thing"], 0, 0, 64, 64, 32, true, 1, true);

    private InferenceStream Open(InferenceStreamOptions? options = null, IResultReceiver? receiver = null, int inFlight = 8)
    {
        var stream = new InferenceStream(_queue, options ?? new(), receiver ?? _recorder, inFlight, _time);
        _queue.Add(stream);
        return stream;
    }

    private FrameItem[] Take(int most = 4)
    {
        var batch = new BatchItem[most];
        return [.. batch[.._queue.Take(batch, out _)].Cast<FrameItem>()];
    }

    private void Complete(BatchItem item) => item.Complete(_counters, TimeSpan.Zero);

    [Fact]
    public void A_newer_frame_takes_the_place_of_the_waiting_one_and_the_old_one_is_given_back()
    {
        var stream = Open();
        for (var i = 0; i < 3; i++)
            stream.Submit(_lease.Frame(), i);

        Assert.Equal([0, 1], _recorder.Sequences(FrameOutcome.Superseded));
        Assert.Equal(2, _lease.Releases);
        Assert.Equal(2, Assert.Single(Take()).Result.Sequence);
    }

    [Fact]
    public void A_lossless_stream_makes_its_source_wait_for_room()
    {
        var stream = Open(new() { Lossless = true });
        var source = new Thread(() =>
        {
            for (var i = 0; i < 20; i++)
                stream.Submit(_lease.Frame(), i);
        });
        source.Start();

        var taken = new List<long>();
        while (taken.Count < 20)
        {
            foreach (var item in Take())
            {
                taken.Add(item.Result.Sequence);
                Complete(item);
            }
        }

        source.Join();
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), taken);
        Assert.Equal(20, _lease.Releases);
        Assert.Equal(0, stream.InFlight);
    }

    [Fact]
    public void Results_leave_in_order_even_when_lanes_finish_out_of_order()
    {
        var stream = Open(new() { Lossless = true });
        for (var i = 0; i < 4; i++)
            stream.Submit(_lease.Frame(), i);

        foreach (var item in Take().Reverse())
            Complete(item);

        Assert.Equal([0, 1, 2, 3], _recorder.Sequences(FrameOutcome.Inferred));
    }

    [Fact]
    public void A_frame_older_than_the_latency_bound_is_dropped_when_its_turn_comes()
    {
        var stream = Open(new() { MaxLatency = TimeSpan.FromMilliseconds(100) });
        var other = Open();
        stream.Submit(_lease.Frame(arrival: _time.GetTimestamp()), 0);
        _time.Advance(TimeSpan.FromMilliseconds(101));
        other.Submit(_lease.Frame(), 7);

        Assert.Equal(7, Assert.Single(Take()).Result.Sequence);
        Assert.Equal([(0, FrameOutcome.Deadline)], _recorder.Outcomes);
    }

    [Fact]
    public void Streams_are_served_in_proportion_to_their_priority()
    {
        InferenceStream[] streams = [Open(), Open(new() { Priority = 3 })];
        var served = new int[2];
        for (var i = 0; i < 400; i++)
        {
            foreach (var stream in streams)
                stream.Submit(_lease.Frame(), i);
            var item = Assert.Single(Take(1));
            served[Array.IndexOf(streams, item.Stream)]++;
            Complete(item);
        }

        Assert.Equal(100, served[0], 2.0);
        Assert.Equal(300, served[1], 2.0);
    }

    // The virtual time was read again after the choice: what another lane had added to it meanwhile hid everybody below that.
    [Fact]
    public void A_source_that_another_lane_serves_meanwhile_hides_none_that_is_ready()
    {
        InferenceStream[] streams = [Open(), Open()];
        foreach (var (index, stream) in streams.Index())
            stream.Submit(_lease.Frame(), index);
        using var contended = new ContendedSource(((IBatchSource)streams[0]).Served + 0.1);
        _queue.Add(contended);

        Assert.Equal([0, 1], Take(2).Select(item => item.Result.Sequence));
    }

    [Fact]
    public void A_stream_that_leaves_and_comes_again_after_every_picture_gains_nothing()
    {
        InferenceStream[] steady = [Open(), Open(), Open()];
        var flapping = Open();
        var served = 0;
        for (var i = 0; i < 400; i++)
        {
            foreach (var stream in steady.Append(flapping))
                stream.Submit(_lease.Frame(), i);
            var item = Assert.Single(Take(1));
            var isFlapping = item.Stream == flapping;
            Complete(item);
            if (!isFlapping)
                continue;
            served++;
            flapping.Dispose();
            flapping = Open();
        }

        Assert.InRange(served, 90, 110);
    }

    [Fact]
    public void A_stream_that_was_silent_earns_no_credit()
    {
        var (silent, busy) = (Open(), Open());
        for (var i = 0; i < 100; i++)
        {
            busy.Submit(_lease.Frame(), i);
            Complete(Assert.Single(Take(1)));
        }

        var silentServed = 0;
        for (var i = 0; i < 20; i++)
        {
            silent.Submit(_lease.Frame(), i);
            busy.Submit(_lease.Frame(), i);
            var item = Assert.Single(Take(1));
            silentServed += item.Stream == silent ? 1 : 0;
            Complete(item);
        }

        Assert.InRange(silentServed, 9, 11);
    }

    [Fact]
    public void A_tensor_of_many_pictures_takes_turns_with_a_stream()
    {
        var stream = Open();
        _queue.Add(new TensorRequest(_queue, Metadata, new TensorInput(50, 0, 64, default), _counters, _time));
        var frames = 0;
        for (var i = 0; i < 40; i++)
        {
            stream.Submit(_lease.Frame(), i);
            var batch = new BatchItem[1];
            _queue.Take(batch, out _);
            frames += batch[0] is FrameItem ? 1 : 0;
            Complete(batch[0]);
        }

        Assert.Equal(20, frames, 1.0);
    }

    [Fact]
    public void Only_frames_of_one_input_shape_share_a_batch()
    {
        InferenceStream[] streams = [Open(), Open(), Open()];
        streams[0].Submit(_lease.Frame(width: 64), 0);
        streams[1].Submit(_lease.Frame(width: 32), 1);
        streams[2].Submit(_lease.Frame(width: 64), 2);

        Assert.Equal([0, 2], Take().Select(item => item.Result.Sequence));
        Assert.Equal([1], Take().Select(item => item.Result.Sequence));
    }

    [Fact]
    public void A_closed_stream_drops_what_waits_and_takes_nothing_more()
    {
        var stream = Open();
        stream.Submit(_lease.Frame(), 0);
        stream.Dispose();

        Assert.False(stream.Submit(_lease.Frame(), 1));
        Assert.Equal([(0, FrameOutcome.Shutdown), (1, FrameOutcome.Shutdown)], _recorder.Outcomes);
        Assert.Equal(2, _lease.Releases);
    }

    [Fact]
    public void Closing_wakes_a_source_that_waits_for_room()
    {
        var stream = Open(new() { Lossless = true });
        var refused = new TaskCompletionSource<long>();
        var source = new Thread(() =>
        {
            var sequence = 0L;
            while (stream.Submit(_lease.Frame(), sequence))
                sequence++;
            refused.SetResult(sequence);
        });
        source.Start();
        while (stream.InFlight < 8)
            Thread.Yield();
        stream.Dispose();
        source.Join();

        Assert.True(refused.Task.IsCompletedSuccessfully);
        Assert.Equal(9, _recorder.Sequences(FrameOutcome.Shutdown).Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_frame_ends_exactly_once_whatever_the_lanes_do(bool lossless)
    {
        const int Streams = 6, Frames = 500, Lanes = 3;
        var recorders = Enumerable.Range(0, Streams).Select(_ => new Recorder()).ToArray();
        var streams = recorders.Select(recorder => Open(new() { Lossless = lossless }, recorder, inFlight: Lanes * 4)).ToArray();
        var lanes = Enumerable.Range(0, Lanes).Select(_ => new Thread(RunLane)).ToArray();
        var sources = streams.Select(stream => new Thread(() => RunSource(stream))).ToArray();

        foreach (var thread in lanes.Concat(sources))
            thread.Start();
        foreach (var source in sources)
            source.Join();
        foreach (var stream in streams)
            stream.Drain();
        _queue.Stop(Lanes);
        foreach (var lane in lanes)
            lane.Join();

        Assert.Equal(Streams * Frames, _lease.Releases);
        Assert.All(recorders, recorder =>
        {
            Assert.Equal(Enumerable.Range(0, Frames).Select(i => (long)i), recorder.Outcomes.Select(told => told.Sequence).Order());
            Assert.Equal(recorder.Sequences(FrameOutcome.Inferred).Order(), recorder.Sequences(FrameOutcome.Inferred));
            Assert.True(!lossless || recorder.Sequences(FrameOutcome.Inferred).Count() == Frames);
        });

        void RunSource(InferenceStream stream)
        {
            for (var i = 0; i < Frames; i++)
                stream.Submit(_lease.Frame(), i);
        }

        void RunLane()
        {
            var batch = new BatchItem[4];
            while (_queue.Take(batch, out _) is var count and > 0)
            {
                for (var i = count - 1; i >= 0; i--)
                    Complete(batch[i]);
            }
        }
    }

    /// <summary>Second in the order; and when it is chosen, another lane takes its picture before the claim: its virtual time has grown.</summary>
    private sealed class ContendedSource(double served) : IBatchSource
    {
        private const int LooksUntilChosen = 2;

        private int _looks;

        public double Served
        {
            get => _looks++ < LooksUntilChosen ? served : served + 100;
            set
            {
            }
        }

        public double Priority => 1;

        public bool HasWaiting => true;

        public bool TryClaim(ref long shape, [NotNullWhen(true)] out BatchItem? item)
        {
            item = null;
            return false;
        }

        public void Dispose()
        {
        }
    }
}
