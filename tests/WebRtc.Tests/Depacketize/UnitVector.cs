using Media;

namespace WebRtc.Tests.Depacketize;

internal sealed record UnitVector(VideoCodec Codec, bool IsKey, byte[] Bytes);
