using FFmpeg.Native;

namespace FFmpeg;

/// <summary>One access unit of compressed video, filled by <see cref="MediaReader.TryRead"/> and reused for the next.</summary>
public sealed class MediaPacket : IDisposable
{
    internal PacketHandle Handle { get; } = new();

    private AvPacket Native => new(Handle.Address);

    /// <summary>The bytes as the container holds them (MP4 and Matroska: length-prefixed NAL units); valid until the next read.</summary>
    public unsafe ReadOnlySpan<byte> Data => new((byte*)Native.Data, Native.Size);

    /// <summary>Presentation time in 1/90,000 s; null when the container gives none. Set, it is the time of the frame decoded from it.</summary>
    public long? Pts90kHz
    {
        get => Native.Pts == LibAvUtil.AV_NOPTS_VALUE ? null : Native.Pts;
        set
        {
            var packet = Native;
            packet.Pts = value ?? LibAvUtil.AV_NOPTS_VALUE;
        }
    }

    /// <summary>Decodable without earlier packets.</summary>
    public bool IsKey => (Native.Flags & LibAvCodec.AV_PKT_FLAG_KEY) != 0;

    /// <summary>The container knows that bytes are missing or wrong.</summary>
    public bool IsCorrupt => (Native.Flags & LibAvCodec.AV_PKT_FLAG_CORRUPT) != 0;

    public void Dispose() => Handle.Dispose();
}
