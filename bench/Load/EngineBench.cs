using Inference;

namespace Load;

/// <summary>Alternating windows of bare model runs and of the whole pipeline, on the same model, lanes, threads and batch size.</summary>
/// <remarks>What else the machine does meets both kinds alike, so the ratio of neighbours holds where frames/s do not.</remarks>
internal sealed class EngineBench : IDisposable
{
    private readonly InferenceEngine _engine;
    private readonly BareRuns _bare;

    public EngineBench(string model, InferenceOptions options)
    {
        _engine = InferenceEngine.Start(model, options);
        _bare = new BareRuns(model, _engine.Options with { Device = _engine.Device });
    }

    public EngineSetup Setup => new(
        _engine.Device.ToString().ToLowerInvariant(), _engine.Options.Lanes, _engine.Options.ThreadsPerLane, _engine.Options.MaxBatchSize, _bare.InputSize);

    /// <summary>The least number of frames from <paramref name="frames"/> on that fills whole batches on all lanes.</summary>
    public int WholeRuns(int frames)
    {
        var step = _engine.Options.Lanes * _engine.Options.MaxBatchSize;
        return (frames + step - 1) / step * step;
    }

    public ClipFigures Measure(string clip, int windows, int frames)
    {
        using var pipeline = new PipelineRuns(_engine, clip);
        var pairs = new WindowPair[windows];

        // One pair unmeasured: code is compiled and pools are filled by it.
        Pair(pipeline, frames, bareFirst: true);
        for (var i = 0; i < windows; i++)
            pairs[i] = Pair(pipeline, frames, bareFirst: i % 2 == 0);
        return ClipFigures.Of(clip, pipeline.Video, pairs);
    }

    public void Dispose()
    {
        _bare.Dispose();
        _engine.Dispose();
    }

    private WindowPair Pair(PipelineRuns pipeline, int frames, bool bareFirst)
    {
        var bare = bareFirst ? _bare.Run(frames) : default;
        var whole = pipeline.Run(frames);
        return new(bareFirst ? bare : _bare.Run(frames), whole, pipeline.Means(frames));
    }
}
