using System.Buffers;
using Media;

namespace Streaming.Sources.WebRtc;

/// <summary>
/// Access units between the port's thread and the stream's. Full, its policy is to drop to the next key frame: all that wait go, since they are late
/// already, and all that come until a key frame, since nothing decodes without the ones before it. What is dropped is counted.
/// </summary>
internal sealed class UnitQueue(int capacity) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Slot> _waiting = new(capacity);

    // One release for a unit, and one more for the end; a reader that finds nothing waits again.
    private readonly SemaphoreSlim _ready = new(0);
    private byte[] _lent = [];
    private bool _needsKey, _isComplete;
    private long _dropped;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>By the port's thread, which it never keeps waiting.</summary>
    /// <param name="bytes">Copied.</param>
    /// <returns>False: units are dropped until the next key frame, which somebody should ask for.</returns>
    public bool TryAdd(ReadOnlySpan<byte> bytes, in FrameTimes times, bool isKey)
    {
        lock (_gate)
        {
            if (_isComplete)
                return true;
            if (_waiting.Count == capacity)
                DropToKeyFrame();
            if (_needsKey && !isKey)
            {
                _dropped++;
                return false;
            }

            _needsKey = false;
            var buffer = ArrayPool<byte>.Shared.Rent(bytes.Length);
            bytes.CopyTo(buffer);
            _waiting.Enqueue(new(buffer, bytes.Length, times, isKey));
        }

        _ready.Release();
        return true;
    }

    /// <summary>By the stream's thread.</summary>
    /// <param name="unit">Valid until the next call.</param>
    /// <param name="patience">The longest wait for one.</param>
    /// <returns>False: it is complete, and nothing is left in it.</returns>
    /// <exception cref="TimeoutException">None came for so long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> fired.</exception>
    public bool TryTake(out EncodedUnit unit, TimeSpan patience, CancellationToken stop)
    {
        Return();
        while (true)
        {
            if (!_ready.Wait(patience, stop))
                throw new TimeoutException();
            lock (_gate)
            {
                if (_waiting.TryDequeue(out var slot))
                {
                    _lent = slot.Buffer;
                    unit = EncodedUnit.Of(slot.Buffer.AsMemory(0, slot.Length), slot.Times, slot.IsKey);
                    return true;
                }

                if (_isComplete)
                {
                    unit = default;
                    return false;
                }
            }
        }
    }

    /// <summary>Nothing follows; what waits may still be taken.</summary>
    public void Complete()
    {
        lock (_gate)
            _isComplete = true;
        _ready.Release();
    }

    /// <summary>By the stream's thread: what waits counts as dropped.</summary>
    public void Dispose()
    {
        Complete();
        Return();
        lock (_gate)
            DropToKeyFrame();
    }

    private void DropToKeyFrame()
    {
        _needsKey = true;
        while (_waiting.TryDequeue(out var slot))
        {
            _dropped++;
            ArrayPool<byte>.Shared.Return(slot.Buffer);
        }
    }

    private void Return()
    {
        if (_lent.Length > 0)
            ArrayPool<byte>.Shared.Return(_lent);
        _lent = [];
    }

    private readonly record struct Slot(byte[] Buffer, int Length, FrameTimes Times, bool IsKey);
}
