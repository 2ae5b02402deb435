using Microsoft.ML.OnnxRuntime;

namespace Inference.Model;

/// <summary>Input and output memory of one shape bucket, bound once: (batch, height, width) never change, so nothing is allocated in a run.</summary>
/// <remarks>One lane's own; not for two threads.</remarks>
internal sealed class ModelBinding : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run;
    private readonly OrtIoBinding _binding;
    private readonly BoundTensor _input;
    private readonly BoundTensor _output;

    /// <param name="trial">It is asked once and thrown away: what the run took is given back.</param>
    public ModelBinding(InferenceSession session, ModelMetadata model, int batch, int height, int width, bool trial = false)
    {
        (_session, Batch, Height, Width) = (session, batch, height, width);
        try
        {
            _run = new RunOptions();
            if (trial)
                _run.AddRunConfigEntry("memory.enable_memory_arena_shrinkage", "cpu:0");
            _binding = session.CreateIoBinding();

            // [N, 3, H, W] RGB 0..1
            _input = new BoundTensor([batch, 3, height, width], model.HalfInput);
            _binding.BindInput(model.InputName, _input.Value);
            _input.Floats.Fill(TrialGrey);
            _input.Give();

            // The first run is the warm-up, and tells the output's shape. [N, channels, anchors] or [N, objects, 6 + ...]
            _binding.BindOutputToDevice(model.OutputName, OrtMemoryInfo.DefaultInstance);
            session.RunWithBinding(_run, _binding);
            var shape = OutputShape();
            CheckOutput(model, shape);
            _output = new BoundTensor(shape, model.HalfOutput);
            _binding.BindOutput(model.OutputName, _output.Value);
        }
        catch
        {
            // Nobody else ever gets hold of it, and the collector does not see how large it is.
            Dispose();
            throw;
        }
    }

    /// <summary>What letterboxes are padded with.</summary>
    private const float TrialGrey = 114 / 255f;

    public int Batch { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>[3, H, W] of one picture of the batch.</summary>
    public Span<float> Input(int index) => _input.Floats.Slice(index * (_input.Floats.Length / Batch), _input.Floats.Length / Batch);

    /// <summary>One picture's part of the output.</summary>
    public ReadOnlySpan<float> Output(int index) => _output.Floats.Slice(index * (_output.Floats.Length / Batch), _output.Floats.Length / Batch);

    public void Run()
    {
        _input.Give();
        _session.RunWithBinding(_run, _binding);
        _output.Take();
    }

    public void Dispose()
    {
        _binding?.Dispose();
        _input?.Dispose();
        _output?.Dispose();
        _run?.Dispose();
    }

    /// <summary>A graph may leave its output's dimensions open until it runs, and may give others than it declared.</summary>
    private void CheckOutput(ModelMetadata model, long[] shape)
    {
        var size = (Width, Height);
        var anchors = model.Layout == OutputLayout.Anchors;
        if (shape.Length == 3 && shape[0] == Batch && shape[anchors ? 1 : 2] == model.OutputValues
            && OutputGuess.MayBe(model.Layout, shape[1], shape[2], size))
            return;
        var expected = anchors ? $"[{Batch}, {model.OutputValues}, {Anchors.Usual(size)}]" : $"[{Batch}, objects, {model.OutputValues}]";
        var fault = $"output is {ModelMetadataReader.Text(shape)} when run with an input of [{Batch}, 3, {Height}, {Width}]; expected {expected} after its metadata";
        throw new ModelLoadException(model.Name, fault + OutputGuess.Of([shape], size, model.ClassCount));
    }

    private long[] OutputShape()
    {
        using var outputs = _binding.GetOutputValues();
        return outputs[0].GetTensorTypeAndShape().Shape;
    }
}
