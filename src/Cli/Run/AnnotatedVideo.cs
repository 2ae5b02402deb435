using Annotate;
using FFmpeg;
using Inference;
using Media;
using Streaming;

namespace Cli.Run;

/// <summary>Every frame of a run in its order, with what was found drawn on a copy; a frame that was not inferred shows what was found last.</summary>
/// <remarks>
/// Results come on lanes' threads, skipped frames on the decoding one. A skipped frame that is decoded before the result
/// in front of it is there waits, and decoding with it once a few do.
/// </remarks>
/// <param name="every">Of this many frames the first is inferred.</param>
internal sealed class AnnotatedVideo(VideoOutput output, IReadOnlyList<string> labels, int every) : IDisposable
{
    // Decoded frames are large, and a lane has a result long before this many are decoded.
    private const int MaxSkipped = 8;

    // Those that wait for the encoder, and one being drawn on.
    private const int Copies = 5;

    private readonly object _gate = new();
    private readonly Annotator _annotator = new(labels);
    private readonly FrameCopier _copier = new(Copies);
    private readonly Queue<(Frame Frame, long Index)> _skipped = new(MaxSkipped);
    private Detections? _last;
    private long _lastInferred = -1;
    private bool _abandoned;

    public UserException? Fault => output.Fault;

    /// <summary>Writes the frame of a result, and the skipped ones behind it that are decoded already.</summary>
    public void Add(InferenceResult result)
    {
        lock (_gate)
        {
            Write(result.Frame, result.Detections);
            _lastInferred = result.Sequence;
            if (every == 1)
                return;
            (_last ??= new Detections(result.Detections.Capacity, result.Detections.KeypointsPerObject)).CopyFrom(result.Detections);
            while (_skipped.TryPeek(out var next) && IsNext(next.Index))
                WriteSkipped(_skipped.Dequeue().Frame);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Takes over a frame that is not inferred.</summary>
    public void AddSkipped(in Frame frame, long index)
    {
        lock (_gate)
        {
            while (_skipped.Count == MaxSkipped && !_abandoned)
                Monitor.Wait(_gate);
            if (_abandoned)
                frame.Release();
            else if (IsNext(index))
                WriteSkipped(frame);
            else
                _skipped.Enqueue((frame, index));
        }
    }

    /// <summary>No result comes any more: nobody waits for one.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _abandoned = true;
            Monitor.PulseAll(_gate);
        }
    }

    public void Dispose()
    {
        while (_skipped.TryDequeue(out var left))
            left.Frame.Release();
        _copier.Dispose();
    }

    private bool IsNext(long index) => _lastInferred == index - index % every;

    private void WriteSkipped(in Frame frame)
    {
        Write(frame, _last!);
        frame.Release();
    }

    private void Write(in Frame frame, Detections found)
    {
        if (output.Fault is not null)
            return;
        var copy = frame.Owner is VideoFrame picture ? _copier.Copy(picture) : _copier.Copy(frame);
        copy.Pts90kHz = frame.Times.Pts90kHz;
        // The copy may be padded to an even size.
        _annotator.Draw(copy.ToFrame(frame.Times) with { Width = frame.Width, Height = frame.Height }, found);
        output.Write(copy);
    }
}
