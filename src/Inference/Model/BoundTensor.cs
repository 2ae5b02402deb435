using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Inference.Model;

/// <summary>The memory of a run's input or output: float32 for us, and beside it float16 where the graph has that.</summary>
/// <remarks>A half becomes a float exactly; a float becomes the nearest half, as the exporter's own <c>half()</c> does.</remarks>
internal sealed class BoundTensor : IDisposable
{
    private readonly NativeBuffer<float> _floats;
    private readonly NativeBuffer<Half>? _halves;

    public BoundTensor(long[] shape, bool half)
    {
        var length = checked((int)shape.Aggregate(1L, (product, size) => checked(product * size)));
        _floats = new NativeBuffer<float>(length);
        try
        {
            _halves = half ? new NativeBuffer<Half>(length) : null;
            Value = _halves is null
                ? Wrap(TensorElementType.Float, shape, _floats, _floats.Bytes)
                : Wrap(TensorElementType.Float16, shape, _halves, _halves.Bytes);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the graph reads or writes.</summary>
    public OrtValue Value { get; } = null!;

    public Span<float> Floats => _floats.Span;

    /// <summary>Our floats become what the graph reads.</summary>
    public void Give()
    {
        if (_halves is { } halves)
            TensorPrimitives.ConvertToHalf(_floats.Span, halves.Span);
    }

    /// <summary>What the graph wrote becomes our floats.</summary>
    public void Take()
    {
        if (_halves is { } halves)
            TensorPrimitives.ConvertToSingle(halves.Span, _floats.Span);
    }

    public void Dispose()
    {
        Value?.Dispose();
        _floats.Dispose();
        _halves?.Dispose();
    }

    private static OrtValue Wrap(TensorElementType type, long[] shape, SafeHandle memory, long bytes) =>
        OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, type, shape, memory.DangerousGetHandle(), bytes);
}
