using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>One access unit of compressed video, filled by <see cref="MediaReader.TryRead"/> and reused for the next.</summary>
public sealed class MediaPacket : IMediaPacket, IDisposable
{
    internal PacketHandle Handle { get; } = new();

    private AvPacket Native => new(Handle.Address);

    /// <inheritdoc/>
    public unsafe ReadOnlySpan<byte> Data => new((byte*)Native.Data, Native.Size);

    /// <summary>Presentation time in 1/90,000 s; null when the container gives none. Set, it is the time of the frame decoded from it.</summary>
    public long? Pts90kHz
    {
        get => Native.Pts == LibAvUtil.AV_NOPTS_VALUE ? null : Native.Pts;
        set
        {
            var packet = Native;
            packet.Pts = value ?? LibAvUtil.AV_NOPTS_VALUE;
            // Of two times that disagree libav takes the one that was in order for longer, and that may be the other.
            packet.Dts = LibAvUtil.AV_NOPTS_VALUE;
        }
    }

    /// <inheritdoc/>
    public bool IsKey => (Native.Flags & LibAvCodec.AV_PKT_FLAG_KEY) != 0;

    /// <summary>The container knows that bytes are missing or wrong.</summary>
    public bool IsCorrupt => (Native.Flags & LibAvCodec.AV_PKT_FLAG_CORRUPT) != 0;

    public void Dispose() => Handle.Dispose();
}
