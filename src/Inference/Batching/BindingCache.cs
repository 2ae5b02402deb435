using System.Numerics;
using Inference.Model;

namespace Inference.Batching;

/// <summary>One lane's bindings by shape bucket. Batch sizes are rounded up to {1, 2, 4, 8, 16, 32}, so that a GPU meets few shapes.</summary>
internal sealed class BindingCache(YoloModel model, int lane) : IDisposable
{
    // Input sizes beyond the usual few come from rect letterboxing of odd pictures and from clients' tensors. The one that was not
    // used for longest goes, so that memory stays bounded and the cameras' own stays.
    private const int MaxShapes = 24;

    private readonly Dictionary<(int Batch, long Shape), ModelBinding> _bindings = [];
    private readonly List<(int Batch, long Shape)> _leastRecent = new(MaxShapes);

    public ModelBinding Get(int count, long shape)
    {
        var batch = model.Metadata.DynamicBatch ? (int)BitOperations.RoundUpToPowerOf2((uint)count) : model.Metadata.FixedBatch;
        var bucket = (batch, shape);
        if (!_bindings.TryGetValue(bucket, out var binding))
            _bindings.Add(bucket, binding = Bind(batch, shape));
        else
            _leastRecent.Remove(bucket);
        _leastRecent.Add(bucket);
        return binding;
    }

    public void Dispose()
    {
        foreach (var binding in _bindings.Values)
            binding.Dispose();
    }

    private ModelBinding Bind(int batch, long shape)
    {
        // First, because a graph may refuse the shape: then nothing else has to go for it.
        var (height, width) = InputShape.Unpack(shape);
        var binding = model.Bind(lane, batch, height, width);
        if (_bindings.Count == MaxShapes && _bindings.Remove(_leastRecent[0], out var evicted))
        {
            _leastRecent.RemoveAt(0);
            evicted.Dispose();
        }

        return binding;
    }
}
