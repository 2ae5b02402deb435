using Inference.Model;
using Inference.Postprocess;
using Inference.Preprocess;

namespace Inference.Batching;

/// <summary>One thread that takes what is ready, runs it and hands the results out: the engine is a few of these around one queue.</summary>
internal sealed class Lane : IDisposable
{
    private readonly BatchQueue _queue;
    private readonly BindingCache _bindings;
    private readonly TimeProvider _time;
    private readonly Letterbox _letterbox = new();
    private readonly YoloDecoder _decoder;
    private readonly BatchItem[] _batch;
    private readonly LetterboxTransform[] _transforms;
    private readonly Thread _thread;

    public Lane(YoloModel model, BatchQueue queue, int index, TimeProvider time)
    {
        (_queue, _time) = (queue, time);
        _bindings = new BindingCache(model, index);
        _decoder = new YoloDecoder(model.Metadata);
        _batch = new BatchItem[queue.MaxBatchSize];
        _transforms = new LetterboxTransform[queue.MaxBatchSize];
        _thread = new Thread(Loop) { IsBackground = true, Name = $"{model.Metadata.Name} lane {index}" };
    }

    /// <summary>Meets every batch size once, so that no live frame pays for a first run.</summary>
    public void WarmUp(long shape)
    {
        for (var batch = 1; batch < _batch.Length; batch *= 2)
            _bindings.Get(batch, shape).Run();
        _bindings.Get(_batch.Length, shape).Run();
    }

    public void Start() => _thread.Start();

    public void Join() => _thread.Join();

    public void Dispose() => _bindings.Dispose();

    private void Loop()
    {
        while (_queue.Take(_batch, out var shape) is var count and > 0)
        {
            RunBatch(_batch.AsSpan(0, count), shape);
            Array.Clear(_batch, 0, count);
        }
    }

    private void RunBatch(Span<BatchItem> batch, long shape)
    {
        try
        {
            Infer(batch, shape);
        }
        catch (Exception) when (batch.Length > 1)
        {
            // A frame that fails fails alone: the others get a run without it.
            for (var i = 0; i < batch.Length; i++)
                RunBatch(batch.Slice(i, 1), shape);
            return;
        }
        catch (Exception e)
        {
            batch[0].Result.Fail(e);
        }

        foreach (ref var item in batch)
            item.Stream.Complete(item);
    }

    private void Infer(Span<BatchItem> batch, long shape)
    {
        var taken = _time.GetTimestamp();
        var binding = _bindings.Get(batch.Length, shape);
        for (var i = 0; i < batch.Length; i++)
            _transforms[i] = _letterbox.Convert(batch[i].Result.Frame, binding.Input(i), binding.Width, binding.Height);

        var preprocessed = _time.GetTimestamp();
        binding.Run();
        var inferred = _time.GetTimestamp();

        for (var i = 0; i < batch.Length; i++)
        {
            var result = batch[i].Result;
            var started = _time.GetTimestamp();
            _decoder.Decode(binding.Output(i), _transforms[i], batch[i].Stream.Options.Thresholds, result.Detections);
            result.Outcome = FrameOutcome.Inferred;
            result.BatchSize = batch.Length;
            result.Times = new StageTimes(
                Queue: _time.GetElapsedTime(batch[i].Submitted, taken),
                Preprocess: _time.GetElapsedTime(taken, preprocessed),
                Infer: _time.GetElapsedTime(preprocessed, inferred),
                Postprocess: _time.GetElapsedTime(started));
        }
    }
}
