using Streaming.Sources;

namespace Streaming.Pipeline;

/// <summary>One connect or start of a stream: an identity that never comes again, and the account of its frames.</summary>
/// <param name="onFrames">Called by the source's thread with the first frame, and with the first after the video has become another.</param>
public sealed class StreamSession(IIngestSource source, DateTimeOffset started, Action<StreamSession>? onFrames = null)
{
    // Of the source's format, as of the newest frame; -1 before the first.
    private int _formatChanges = -1;

    // Width << 32 | height: read as one.
    private long _size = ((long)source.Format.Width << 32) | (uint)source.Format.Height;

    /// <summary>A version 7 UUID (RFC 9562): it sorts by time and stays unique over restarts.</summary>
    public string Id { get; } = source.SessionId ?? Guid.CreateVersion7().ToString("N");

    /// <summary>Pixels of the newest frame; before the first, what the source says.</summary>
    public (int Width, int Height) Size => ((int)(Volatile.Read(ref _size) >> 32), (int)Volatile.Read(ref _size));

    public string Codec { get; private set; } = source.Format.Codec;

    /// <summary>A frame of it was decoded.</summary>
    public bool HasFrames => _formatChanges >= 0;

    public DateTimeOffset Started => started;

    public FrameAccount Account { get; } = new(source.FrameCompleted);

    /// <summary>What of it is in reports of drops. Guarded by the lock of its stream's life.</summary>
    public FrameCounts Reported { get; set; } = FrameCounts.Zero;

    /// <summary>A frame came out of the decoder; by the source's thread.</summary>
    public void Decoded(int width, int height)
    {
        Volatile.Write(ref _size, ((long)width << 32) | (uint)height);
        if (_formatChanges == source.FormatChanges)
            return;
        (_formatChanges, Codec) = (source.FormatChanges, source.Format.Codec);
        onFrames?.Invoke(this);
    }
}
