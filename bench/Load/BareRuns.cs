using Inference;
using Inference.Batching;
using Inference.Model;

namespace Load;

/// <summary>The baseline: session.Run and nothing else, in as many threads as the engine has lanes, on bindings like theirs.</summary>
internal sealed class BareRuns : IDisposable
{
    private readonly YoloModel _model;
    private readonly ModelBinding[] _bindings;

    /// <param name="options">With every automatic value filled in.</param>
    public BareRuns(string model, InferenceOptions options)
    {
        _model = YoloModel.Load(model, options);
        var (height, width) = InputShape.Unpack(new InputShape(_model.Metadata, options).Default);
        _bindings = [.. Enumerable.Range(0, options.Lanes).Select(lane => _model.Bind(lane, options.MaxBatchSize, height, width))];
        foreach (var binding in _bindings)
            FillWithNoise(binding);
    }

    public int InputSize => _bindings[0].Width;

    public Window Run(int frames) => Window.Measure(frames, RunLanes);

    public void Dispose()
    {
        foreach (var binding in _bindings)
            binding.Dispose();
        _model.Dispose();
    }

    private void RunLanes(int frames)
    {
        var runs = frames / (_bindings.Length * _bindings[0].Batch);
        Thread[] lanes = [.. _bindings.Select(binding => new Thread(() => Repeat(binding, runs)))];
        foreach (var lane in lanes)
            lane.Start();
        foreach (var lane in lanes)
            lane.Join();
    }

    private static void Repeat(ModelBinding binding, int runs)
    {
        for (var i = 0; i < runs; i++)
            binding.Run();
    }

    // A picture of zeros would be unlike any that is run.
    private static void FillWithNoise(ModelBinding binding)
    {
        var random = new Random(1);
        for (var i = 0; i < binding.Batch; i++)
        {
            foreach (ref var sample in binding.Input(i))
                sample = random.NextSingle();
        }
    }
}
