using Inference.Batching;
using Inference.Model;
using Inference.Postprocess;

namespace Inference;

/// <summary>Pictures in, detections and poses out: one model, a few lanes, any number of streams that share its batches.</summary>
public sealed class InferenceEngine : IDisposable
{
    // Bound of max_det for any stream, so that result buffers can be made once.
    private const int MaxDetections = 1000;

    private readonly YoloModel _model;
    private readonly BatchQueue _queue;
    private readonly Lane[] _lanes;
    private readonly TimeProvider _time;

    private InferenceEngine(YoloModel model, InferenceOptions asked, TimeProvider time)
    {
        (_model, _time) = (model, time);
        Options = asked.ResolvedFor(model.Device);
        if (!model.Metadata.DynamicBatch)
            Options = Options with { MaxBatchSize = model.Metadata.FixedBatch };

        var shape = new InputShape(model.Metadata, Options);
        _queue = new BatchQueue(
            Options.MaxBatchSize, TimeSpan.FromMicroseconds(Options.MaxQueueDelayMicroseconds), shape.Of, NewDetections, time);
        _lanes = [.. Enumerable.Range(0, Options.Lanes).Select(index => new Lane(model, _queue, index, time))];
        try
        {
            foreach (var lane in _lanes)
                lane.WarmUp(shape.Default);
        }
        catch
        {
            foreach (var lane in _lanes)
                lane.Dispose();
            _queue.Dispose();
            throw;
        }

        foreach (var lane in _lanes)
            lane.Start();
    }

    /// <summary>What was asked, with every automatic value filled in.</summary>
    public InferenceOptions Options { get; }

    public ModelMetadata Model => _model.Metadata;

    public InferenceDevice Device => _model.Device;

    /// <summary>Loads a model, warms it up and starts its lanes: when this returns, the engine is ready.</summary>
    /// <exception cref="ModelLoadException">The file cannot be used, or the device is not there.</exception>
    public static InferenceEngine Start(string modelPath, InferenceOptions options, TimeProvider? time = null)
    {
        var model = YoloModel.Load(modelPath, options);
        try
        {
            return new InferenceEngine(model, options, time ?? TimeProvider.System);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>A new stream. Dispose it when its source ends.</summary>
    public InferenceStream OpenStream(InferenceStreamOptions options, IResultReceiver receiver)
    {
        // A live stream has at most one frame in each lane; a file may fill them all.
        var inFlight = Options.Lanes * (options.Lossless ? Options.MaxBatchSize : 1);
        var stream = new InferenceStream(_queue, options, receiver, inFlight, _time);
        _queue.Add(stream);
        return stream;
    }

    /// <summary>Closes every stream, lets the lanes finish what they run, and frees the model.</summary>
    public void Dispose()
    {
        foreach (var stream in _queue.Streams)
            stream.Dispose();
        _queue.Stop(_lanes.Length);
        foreach (var lane in _lanes)
        {
            lane.Join();
            lane.Dispose();
        }

        _queue.Dispose();
        _model.Dispose();
    }

    private Detections NewDetections() => new(MaxDetections, Model.KeypointCount);
}
