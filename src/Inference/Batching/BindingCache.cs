using System.Numerics;
using Inference.Model;

namespace Inference.Batching;

/// <summary>One lane's bindings by shape bucket. Batch sizes are rounded up to {1, 2, 4, 8, 16, 32}, so that a GPU meets few shapes.</summary>
internal sealed class BindingCache(YoloModel model, int lane) : IDisposable
{
    // Input sizes beyond the usual few come from rect letterboxing of odd pictures; the oldest goes, so that memory stays bounded.
    private const int MaxShapes = 24;

    private readonly Dictionary<(int Batch, long Shape), ModelBinding> _bindings = [];
    private readonly Queue<(int Batch, long Shape)> _oldest = new();

    public ModelBinding Get(int count, long shape)
    {
        var batch = model.Metadata.DynamicBatch ? (int)BitOperations.RoundUpToPowerOf2((uint)count) : model.Metadata.FixedBatch;
        if (_bindings.TryGetValue((batch, shape), out var binding))
            return binding;

        if (_bindings.Count == MaxShapes && _bindings.Remove(_oldest.Dequeue(), out var evicted))
            evicted.Dispose();
        var (height, width) = InputShape.Unpack(shape);
        binding = model.Bind(lane, batch, height, width);
        _bindings.Add((batch, shape), binding);
        _oldest.Enqueue((batch, shape));
        return binding;
    }

    public void Dispose()
    {
        foreach (var binding in _bindings.Values)
            binding.Dispose();
    }
}
