using FFmpeg;
using Inference;
using Inference.Batching;
using Media;

namespace Load;

/// <summary>A file, looped without end, through the whole route: read, decode, letterbox, infer, postprocess.</summary>
internal sealed class PipelineRuns : IResultReceiver, IDisposable
{
    private readonly LoopedVideo _video;
    private readonly InferenceStream _stream;
    private TimeSpan _decode;
    private StageTimes _stages;
    private long _sequence;
    private Exception? _fault;

    public PipelineRuns(InferenceEngine engine, string clip)
    {
        _video = new LoopedVideo(clip);
        _stream = engine.OpenStream(new InferenceStreamOptions { Lossless = true }, this);
    }

    public VideoStreamInfo Video => _video.Info;

    public Window Run(int frames)
    {
        (_decode, _stages) = (default, default);
        var window = Window.Measure(frames, DecodeAndInfer);
        return _fault is null ? window : throw new InvalidOperationException("a frame could not be inferred", _fault);
    }

    /// <summary>Stage times of the last run, which had this many frames.</summary>
    public StageMeans Means(int frames) => new(
        _decode.TotalMilliseconds / frames,
        _stages.Queue.TotalMilliseconds / frames,
        _stages.Preprocess.TotalMilliseconds / frames,
        _stages.Infer.TotalMilliseconds / frames,
        _stages.Postprocess.TotalMilliseconds / frames);

    public void OnResult(InferenceResult result)
    {
        _fault ??= result.Error;
        var (frame, times) = (result.Frame.Times, result.Times);
        _decode += frame.Decode;
        _stages = new(
            _stages.Queue + times.Queue,
            _stages.Preprocess + times.Preprocess,
            _stages.Infer + times.Infer,
            _stages.Postprocess + times.Postprocess);
    }

    public void OnDropped(in Frame frame, long sequence, FrameOutcome reason)
    {
        // A lossless stream drops nothing before it is closed.
    }

    public void OnFault(Exception fault) => _fault = fault;

    public void Dispose()
    {
        _stream.Dispose();
        _video.Dispose();
    }

    private void DecodeAndInfer(int frames)
    {
        for (var i = 0; i < frames; i++)
            _stream.Submit(_video.Next(), _sequence++);
        _stream.Drain();
    }
}
