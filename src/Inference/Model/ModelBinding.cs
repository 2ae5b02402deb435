using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Inference.Model;

/// <summary>Input and output memory of one shape bucket, bound once: (batch, height, width) never change, so nothing is allocated in a run.</summary>
/// <remarks>One lane's own; not for two threads.</remarks>
internal sealed class ModelBinding : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _run;
    private readonly OrtIoBinding _binding;
    private readonly NativeBuffer _input;
    private readonly NativeBuffer _output;
    private readonly OrtValue _inputValue;
    private readonly OrtValue _outputValue;

    public ModelBinding(InferenceSession session, ModelMetadata model, int batch, int height, int width)
    {
        (_session, Batch, Height, Width) = (session, batch, height, width);
        try
        {
            _run = new RunOptions();
            _binding = session.CreateIoBinding();

            // [N, 3, H, W] f32 RGB 0..1
            (_input, _inputValue) = Bind([batch, 3, height, width]);
            _binding.BindInput(model.InputName, _inputValue);

            // The first run is the warm-up, and tells the output's shape. [N, channels, anchors] or [N, objects, 6 + ...] f32
            _binding.BindOutputToDevice(model.OutputName, OrtMemoryInfo.DefaultInstance);
            session.RunWithBinding(_run, _binding);
            var shape = OutputShape();
            Check(model, shape);
            (_output, _outputValue) = Bind(shape);
            _binding.BindOutput(model.OutputName, _outputValue);
        }
        catch
        {
            // Nobody else ever gets hold of it, and the collector does not see how large it is.
            Dispose();
            throw;
        }
    }

    public int Batch { get; }

    public int Height { get; }

    public int Width { get; }

    /// <summary>[3, H, W] of one picture of the batch.</summary>
    public Span<float> Input(int index) => _input.Span.Slice(index * (_input.Length / Batch), _input.Length / Batch);

    /// <summary>One picture's part of the output.</summary>
    public ReadOnlySpan<float> Output(int index) => _output.Span.Slice(index * (_output.Length / Batch), _output.Length / Batch);

    public void Run() => _session.RunWithBinding(_run, _binding);

    public void Dispose()
    {
        _binding?.Dispose();
        _inputValue?.Dispose();
        _outputValue?.Dispose();
        _input?.Dispose();
        _output?.Dispose();
        _run?.Dispose();
    }

    /// <summary>A graph may leave its output's dimensions open until it runs.</summary>
    private void Check(ModelMetadata model, long[] shape)
    {
        var anchors = model.Layout == OutputLayout.Anchors;
        if (shape.Length == 3 && shape[0] == Batch && shape[anchors ? 1 : 2] == model.OutputValues)
            return;
        var expected = anchors ? $"[{Batch}, {model.OutputValues}, anchors]" : $"[{Batch}, objects, {model.OutputValues}]";
        throw new ModelLoadException(model.Name, $"output is {ModelMetadataReader.Text(shape)} when run; expected {expected} after its metadata");
    }

    private long[] OutputShape()
    {
        using var outputs = _binding.GetOutputValues();
        return outputs[0].GetTensorTypeAndShape().Shape;
    }

    private static (NativeBuffer Buffer, OrtValue Value) Bind(long[] shape)
    {
        var buffer = new NativeBuffer(checked((int)shape.Aggregate(1L, (product, size) => checked(product * size))));
        try
        {
            return (buffer, OrtValue.CreateTensorValueWithData(
                OrtMemoryInfo.DefaultInstance, TensorElementType.Float, shape, buffer.DangerousGetHandle(), (long)buffer.Length * sizeof(float)));
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
