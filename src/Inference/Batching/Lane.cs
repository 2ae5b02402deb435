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
    private readonly BatchTrace _trace;
    private readonly BatchItem[] _batch;
    private readonly Thread _thread;

    public Lane(YoloModel model, BatchQueue queue, int index, TimeProvider time)
    {
        (_queue, _time) = (queue, time);
        _bindings = new BindingCache(model, index);
        _decoder = new YoloDecoder(model.Metadata);
        _trace = new BatchTrace(model.Metadata.Name, index, time);
        _batch = new BatchItem[queue.MaxBatchSize];
        Counters = new EngineCounters(queue.MaxBatchSize, time);
        _thread = new Thread(Loop) { IsBackground = true, Name = $"{model.Metadata.Name} lane {index}" };
    }

    public EngineCounters Counters { get; }

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
            // A picture that fails fails alone: the others get a run without it.
            for (var i = 0; i < batch.Length; i++)
                RunBatch(batch.Slice(i, 1), shape);
            return;
        }
        catch (Exception e)
        {
            batch[0].Fail(e);
        }

        foreach (var item in batch)
            item.Complete(Counters, _time.GetElapsedTime(item.Submitted));
    }

    private void Infer(Span<BatchItem> batch, long shape)
    {
        var taken = _time.GetTimestamp();
        var binding = _bindings.Get(batch.Length, shape);
        for (var i = 0; i < batch.Length; i++)
            batch[i].Fill(binding.Input(i), binding.Height, binding.Width, _letterbox);

        var preprocessed = _time.GetTimestamp();
        binding.Run();
        var inferred = _time.GetTimestamp();

        var stages = new StageTimes(default, _time.GetElapsedTime(taken, preprocessed), _time.GetElapsedTime(preprocessed, inferred), default);
        using var span = _trace.Begin(batch, taken);
        Read(batch, binding, stages, new BatchRun(batch.Length, taken, 0, span?.Context ?? default));
    }

    /// <summary>Outputs to results. Each has the times of the whole run and, beside them, its own.</summary>
    private void Read(Span<BatchItem> batch, ModelBinding binding, in StageTimes stages, in BatchRun run)
    {
        var sum = stages;
        for (var i = 0; i < batch.Length; i++)
        {
            var started = _time.GetTimestamp();
            batch[i].Read(binding.Output(i), _decoder);
            var finished = _time.GetTimestamp();
            var own = stages with { Queue = _time.GetElapsedTime(batch[i].Submitted, run.Taken), Postprocess = _time.GetElapsedTime(started, finished) };
            batch[i].Inferred(own, run with { Finished = finished });
            sum = sum with { Queue = sum.Queue + own.Queue, Postprocess = sum.Postprocess + own.Postprocess };
        }

        Counters.Ran(batch.Length, sum);
    }
}
