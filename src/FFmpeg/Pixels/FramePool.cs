using FFmpeg.Native;

namespace FFmpeg;

/// <summary>Idle frame objects, at most as many as its capacity; further ones are freed as they come back.</summary>
internal sealed class FramePool(int capacity, bool keepsSamples = false) : IDisposable
{
    private readonly VideoFrame?[] _idle = new VideoFrame?[capacity];
    private readonly Lock _lock = new();
    private int _count;
    private int _rented;
    private bool _closed;

    /// <summary>Frames handed out and not yet disposed.</summary>
    internal int Rented => Volatile.Read(ref _rented);

    internal VideoFrame Rent()
    {
        VideoFrame? frame = null;
        lock (_lock)
        {
            if (_count > 0)
                frame = _idle[--_count];
        }
        frame ??= new VideoFrame(this);
        frame.MarkRented();
        Interlocked.Increment(ref _rented);
        return frame;
    }

    /// <summary>A frame with sample memory of its own; the memory of an idle frame of the same shape is used again.</summary>
    internal VideoFrame RentSamples(int width, int height, int pixelFormat)
    {
        var frame = Rent();
        var native = frame.Native;
        if (native.Plane(0) != 0 && native.Width == width && native.Height == height && native.Format == pixelFormat)
            return frame;
        LibAvUtil.av_frame_unref(frame.Handle);
        (native.Width, native.Height, native.Format) = (width, height, pixelFormat);
        if (LibAvUtil.av_frame_get_buffer(frame.Handle, 0) >= 0)
            return frame;
        frame.Dispose();
        throw new InsufficientMemoryException($"no memory for a {width}x{height} frame");
    }

    internal void Return(VideoFrame frame)
    {
        if (!keepsSamples)
            LibAvUtil.av_frame_unref(frame.Handle);
        Interlocked.Decrement(ref _rented);
        lock (_lock)
        {
            if (!_closed && _count < capacity)
            {
                _idle[_count++] = frame;
                return;
            }
        }
        frame.Handle.Dispose();
    }

    /// <summary>Frees the idle frames; the lent ones are freed as they come back.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            while (_count > 0)
                _idle[--_count]!.Handle.Dispose();
        }
    }
}
