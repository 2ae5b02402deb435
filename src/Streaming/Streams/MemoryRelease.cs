using FFmpeg;

namespace Streaming.Streams;

/// <summary>Gives memory back to the system once streams have ended: allocators keep what they had for what may come again.</summary>
internal sealed class MemoryRelease
{
    // Streams end in groups, and whoever ends one often starts the next.
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private int _running;
    private long? _ended;

    public MemoryRelease(TimeProvider time)
    {
        _time = time;
        MediaLibrary.KeepLittleMemory();
    }

    /// <summary>By one caller, once a second.</summary>
    public void Observe(IEnumerable<VideoStream> streams) =>
        Observe(streams.Count(stream => stream.Status.State is not (StreamState.Ended or StreamState.Failed)));

    /// <returns>Whether memory was given back.</returns>
    internal bool Observe(int running)
    {
        if (running < _running)
            _ended = _time.GetTimestamp();
        _running = running;
        if (_ended is not { } ended || _time.GetElapsedTime(ended) < Delay)
            return false;
        _ended = null;
        // It stops every thread for the time that it takes: not while there are frames.
        if (running == 0)
            CollectAll();
        MediaLibrary.ReleaseMemory();
        return true;
    }

    private static void CollectAll()
    {
        GC.Collect();
        // What they free is native memory, for the release that follows.
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
