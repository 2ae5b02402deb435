using Media;

namespace Testing;

internal sealed record UnitVector(VideoCodec Codec, bool IsKey, byte[] Bytes);
