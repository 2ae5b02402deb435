using System.Collections.Concurrent;
using Inference.Batching;
using Inference.Model;
using Media;

namespace Inference;

/// <summary>Pictures in, detections and poses out: one model, a few lanes, any number of streams that share its batches.</summary>
public sealed class InferenceEngine : IDisposable
{
    /// <summary>The source of the spans <see cref="RunSpan"/>.</summary>
    public const string TraceSource = "Stream.Inference";

    /// <summary>A run of the model that has traced frames or requests in it, with links to those: whoever samples takes it always.</summary>
    public const string RunSpan = "batch";

    // Bound of max_det for any stream.
    private const int MaxDetections = 1000;

    private readonly YoloModel _model;
    private readonly BatchQueue _queue;
    private readonly Lane[] _lanes;
    private readonly TimeProvider _time;
    private readonly InputShape _shape;
    private readonly ConcurrentDictionary<long, string?> _problems = [];

    // Requests that ended before a lane took them.
    private readonly EngineCounters _unrun;
    private volatile bool _closing;

    private InferenceEngine(YoloModel model, InferenceOptions requested, TimeProvider time)
    {
        (_model, _time) = (model, time);
        Options = requested.ResolvedFor(model.Device);
        if (!model.Metadata.DynamicBatch)
            Options = Options with { MaxBatchSize = model.Metadata.FixedBatch };

        _shape = new InputShape(model.Metadata, Options);
        Input = _shape.Size;
        // What the lanes run, and as much again that is finished and waits for a frame before it.
        var items = new FrameItemPool(2 * Options.Lanes * Options.MaxBatchSize, MaxDetections, Model.KeypointCount);
        _queue = new BatchQueue(Options.MaxBatchSize, TimeSpan.FromMicroseconds(Options.MaxQueueDelayMicroseconds), _shape.Of, items, time);
        _lanes = [.. Enumerable.Range(0, Options.Lanes).Select(index => new Lane(model, _queue, index, time))];
        _unrun = new EngineCounters(Options.MaxBatchSize, time);
        try
        {
            foreach (var lane in _lanes)
                lane.WarmUp(_shape.Default);
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

    /// <summary>What a client's tensor may measure.</summary>
    public InputSize Input { get; }

    /// <summary>Streams and tensors with a picture that waits for a lane.</summary>
    public int Waiting => _queue.Sources.Count(source => source.HasWaiting);

    public EngineStatistics Statistics => EngineCounters.Sum(_lanes.Select(lane => lane.Counters).Append(_unrun));

    /// <summary>Loads a model, warms it up and starts its lanes: when this returns, the engine is ready.</summary>
    /// <exception cref="ModelLoadException">The file cannot be used, or the device is not there.</exception>
    public static InferenceEngine Start(string modelPath, InferenceOptions options, TimeProvider? time = null)
    {
        var model = YoloModel.Load(modelPath, options);
        try
        {
            return new InferenceEngine(model, options, time ?? TimeProvider.System);
        }
        catch (Exception e)
        {
            model.Dispose();
            throw ModelLoadException.Of(model.Metadata.Name, e);
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

    /// <summary>
    /// Why a stream cannot have this input size, in words; null where it can. A size that nobody asked for before is tried by one run, for a graph
    /// may promise any size and refuse it; lanes prepare for it at its first frames.
    /// </summary>
    public string? ProblemOf((int Height, int Width) size) =>
        _shape.ProblemOf(size.Height, size.Width) ?? _problems.GetOrAdd(InputShape.Pack(size.Height, size.Width), Probe);

    /// <summary>Runs a client's pictures in the batches of everybody else, as fairly as a stream's frames, without letterbox and decoding.</summary>
    /// <param name="cancel">Drops the pictures that no lane has taken yet; the result comes in any case.</param>
    /// <exception cref="ArgumentException">The tensor is none that this engine runs: see <see cref="Input"/>.</exception>
    public async Task<TensorResult> InferAsync(TensorInput tensor, CancellationToken cancel = default)
    {
        if (tensor.Count < 1 || !Input.Allows(tensor.Height, tensor.Width) || tensor.Data.Length != tensor.Count * TensorInput.BytesOf(tensor.Height, tensor.Width))
            throw new ArgumentException($"[{tensor.Count}, 3, {tensor.Height}, {tensor.Width}] in {tensor.Data.Length} bytes is no input of {Input}.", nameof(tensor));

        var request = new TensorRequest(_queue, Model, tensor, _unrun, _time);
        _queue.Add(request);
        _queue.Signal(tensor.Count);
        if (_closing)
            request.Dispose();
        await using var registration = cancel.UnsafeRegister(static request => ((TensorRequest)request!).Cancel(), request);
        return await request.Result;
    }

    private string? Probe(long shape)
    {
        var (height, width) = InputShape.Unpack(shape);
        try
        {
            _model.Bind(lane: 0, Model.FixedBatch, height, width).Dispose();
            return null;
        }
        catch (ModelLoadException e)
        {
            return $"{width}x{height} was asked for; {e.Message}";
        }
    }

    /// <summary>Closes every stream, lets the lanes finish what they run, and frees the model.</summary>
    public void Dispose()
    {
        _closing = true;
        foreach (var source in _queue.Sources)
            source.Dispose();
        _queue.Stop(_lanes.Length);
        foreach (var lane in _lanes)
        {
            lane.Join();
            lane.Dispose();
        }

        _queue.Dispose();
        _model.Dispose();
    }
}
