using System.Collections.Concurrent;
using Inference.Postprocess;
using Media;

namespace Inference.Batching;

/// <summary>An engine's frame items that no frame is in. A frame has one from its claim to the delivery of its result, so their number follows the lanes and not the streams.</summary>
/// <param name="most">Items that are kept; what comes back beyond that is left to the collector.</param>
/// <param name="maxDetections">Most objects of one frame.</param>
/// <param name="keypointsPerObject">As the model gives.</param>
internal sealed class FrameItemPool(int most, int maxDetections, int keypointsPerObject)
{
    private readonly ConcurrentQueue<FrameItem> _idle = new();
    private int _count;

    public FrameItem Rent()
    {
        if (!_idle.TryDequeue(out var item))
            return new FrameItem(new Detections(maxDetections, keypointsPerObject));
        Interlocked.Decrement(ref _count);
        return item;
    }

    public void Return(FrameItem item)
    {
        item.End();
        if (Interlocked.Increment(ref _count) <= most)
            _idle.Enqueue(item);
        else
            Interlocked.Decrement(ref _count);
    }
}
