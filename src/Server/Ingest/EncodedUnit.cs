using System.Diagnostics;
using FFmpeg;
using Inference;

namespace Server.Ingest;

/// <summary>One access unit of compressed video, or one raw frame, as it came in: one of the first three is there.</summary>
/// <param name="Packet">A container's; valid until the source's next read.</param>
/// <param name="Bytes">Without a container; valid until the source's next read.</param>
/// <param name="Raw">A frame that needs no decoding.</param>
/// <param name="Times">When it was; what decoding takes is not known yet.</param>
/// <param name="IsKey">Decodable without earlier units.</param>
internal readonly record struct EncodedUnit(MediaPacket? Packet, ReadOnlyMemory<byte> Bytes, Frame Raw, FrameTimes Times, bool IsKey)
{
    public static EncodedUnit Of(MediaPacket packet, in FrameTimes times) => new(packet, default, default, times, packet.IsKey);

    public static EncodedUnit Of(ReadOnlyMemory<byte> bytes, in FrameTimes times, bool isKey) => new(null, bytes, default, times, isKey);

    public static EncodedUnit Of(in Frame raw) => new(null, default, raw, raw.Times, IsKey: true);

    /// <summary>The same, followed by a span.</summary>
    public EncodedUnit With(Activity trace) => this with { Times = Times with { Trace = trace }, Raw = Raw with { Times = Raw.Times with { Trace = trace } } };
}
