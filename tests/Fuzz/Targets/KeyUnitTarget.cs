using Media;
using Streaming.Sources;

namespace Fuzz.Targets;

/// <summary>Any bytes, taken for a unit of any codec, get an answer.</summary>
public sealed class KeyUnitTarget : FuzzTarget
{
    private static readonly VideoCodec[] Codecs = Enum.GetValues<VideoCodec>();

    public override IEnumerable<byte[]> Seeds =>
    [
        [0, 0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0x88],
        [0x12, 0x00, 0x0a, 0x0b, 0, 0, 0, 0x32, 0x02, 0x10, 0x00],
        [0x82, 0x49, 0x83, 0x42],
    ];

    public override bool Feed(byte[] input)
    {
        foreach (var codec in Codecs)
            KeyUnit.Is(codec, input);
        return true;
    }
}
