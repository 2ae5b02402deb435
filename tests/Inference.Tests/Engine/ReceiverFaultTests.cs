using Inference.Batching;
using Inference.Tests.Batching;
using Media;
using Xunit;

namespace Inference.Tests.Engine;

/// <summary>A receiver is called on a lane's thread: what it throws once ended the process and every stream in it.</summary>
public sealed class ReceiverFaultTests : IDisposable
{
    private const int Frames = 20;

    private readonly Pictures _pictures = new();
    private readonly Lease _lease = new();

    public void Dispose() => _pictures.Dispose();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 4)]
    public void A_receiver_that_throws_ends_its_stream_and_touches_no_other(int lanes, int batch)
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = lanes, MaxBatchSize = batch });
        var (faulty, sound) = (new Faulty(FrameOutcome.Inferred, from: 2), new Collector());
        using var broken = engine.OpenStream(new() { Lossless = true }, faulty);
        using var other = engine.OpenStream(new() { Lossless = true }, sound);
        for (var i = 0; i < Frames; i++)
        {
            broken.Submit(Picture(i), i);
            other.Submit(Picture(i), i);
        }

        broken.Drain();
        other.Drain();
        Assert.Equal(Enumerable.Range(0, Frames).Select(i => (long)i), faulty.Outcomes.Select(told => told.Sequence).Order());
        Assert.Equal([0, 1, 2], faulty.Outcomes.Where(told => told.Outcome == FrameOutcome.Inferred).Select(told => told.Sequence));
        Assert.Equal("frame 2", Assert.Single(faulty.Faults).Message);
        Assert.False(broken.Submit(Picture(0), Frames));
        Assert.All(sound.All, told => Assert.Equal((FrameOutcome.Inferred, 3), (told.Outcome, told.Objects.Length)));
        Assert.Equal(Frames, sound.All.Count);
        Assert.Equal(2 * Frames + 1, _lease.Releases);
    }

    [Fact]
    public void A_receiver_that_throws_when_it_is_told_of_a_drop_ends_its_stream_too()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { Lanes = 1 });
        var faulty = new Faulty(FrameOutcome.Superseded, from: 0);
        using var stream = engine.OpenStream(new(), faulty);
        for (var i = 0; faulty.Faults.Count == 0; i++)
            stream.Submit(Picture(i), i);
        stream.Drain();
        Assert.False(stream.Submit(Picture(0), long.MaxValue));
        Assert.Equal(faulty.Outcomes.Count, faulty.Outcomes.Select(told => told.Sequence).Distinct().Count());
        Assert.Equal(faulty.Outcomes.Count, _lease.Releases);
    }

    private Frame Picture(int index) => _pictures.Numbered(index) with { Owner = _lease };

    /// <summary>Keeps what it is told, and then throws from one frame on.</summary>
    private sealed class Faulty(FrameOutcome when, long from) : IResultReceiver
    {
        private readonly Recorder _recorder = new();

        public IReadOnlyList<(long Sequence, FrameOutcome Outcome)> Outcomes => _recorder.Outcomes;

        public List<Exception> Faults => _recorder.Faults;

        public void OnResult(InferenceResult result)
        {
            _recorder.OnResult(result);
            Throw(result.Sequence, result.Outcome);
        }

        public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
        {
            _recorder.OnDropped(frame, sequence, reason);
            Throw(sequence, reason);
        }

        public void OnFault(Exception fault) => _recorder.OnFault(fault);

        private void Throw(long sequence, FrameOutcome outcome)
        {
            if (outcome == when && sequence >= from)
                throw new InvalidOperationException($"frame {sequence}");
        }
    }
}
