using System.Diagnostics;

namespace Media;

/// <summary>An access unit in memory of whoever read it out of a container: a decoder that knows its type takes it without a copy.</summary>
public interface IMediaPacket
{
    /// <summary>As the container holds it (MP4 and Matroska: length-prefixed NAL units); valid until the next read.</summary>
    ReadOnlySpan<byte> Data { get; }

    /// <summary>Decodable without earlier packets.</summary>
    bool IsKey { get; }
}

/// <summary>One access unit of compressed video, or one raw frame, as it came in: one of the first three is there.</summary>
/// <param name="Packet">A container's; valid until the source's next read.</param>
/// <param name="Bytes">Without a container; valid until the source's next read.</param>
/// <param name="Raw">A frame that needs no decoding.</param>
/// <param name="Times">When it was; what decoding takes is not known yet.</param>
/// <param name="IsKey">Decodable without earlier units.</param>
public readonly record struct EncodedUnit(IMediaPacket? Packet, ReadOnlyMemory<byte> Bytes, Frame Raw, FrameTimes Times, bool IsKey)
{
    /// <summary>The compressed bytes, wherever they are; of a raw frame none.</summary>
    public ReadOnlySpan<byte> Data => Packet is null ? Bytes.Span : Packet.Data;

    public static EncodedUnit Of(IMediaPacket packet, in FrameTimes times) => new(packet, default, default, times, packet.IsKey);

    public static EncodedUnit Of(ReadOnlyMemory<byte> bytes, in FrameTimes times, bool isKey) => new(null, bytes, default, times, isKey);

    public static EncodedUnit Of(in Frame raw) => new(null, default, raw, raw.Times, IsKey: true);

    /// <summary>The same, followed by a span.</summary>
    public EncodedUnit With(Activity trace) => With(Times with { Trace = trace });

    /// <summary>The same at other times.</summary>
    public EncodedUnit With(in FrameTimes times) => this with { Times = times, Raw = Raw with { Times = times } };
}
