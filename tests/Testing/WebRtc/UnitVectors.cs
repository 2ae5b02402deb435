using Media;
using WebRtc;
using WebRtc.Packetize;

namespace Testing;

/// <summary>Made-up access units: their framing is sound, their pictures are noise.</summary>
internal static class UnitVectors
{
    public static UnitVector[] All => [.. H264, .. Vp8, .. Vp9, .. Av1];

    /// <summary>With parameter sets and an IDR slice of several packets; a small one; one of exactly a packet.</summary>
    public static UnitVector[] H264 =>
    [
        new(VideoCodec.H264, true, [.. Nal(0x67, 12), .. Nal(0x68, 4), .. Nal(0x65, 4000)]),
        new(VideoCodec.H264, false, Nal(0x41, 300)),
        new(VideoCodec.H264, false, Nal(0x41, 1099)),
        new(VideoCodec.H264, false, [.. Nal(0x06, 20), .. Nal(0x41, 1100), .. Nal(0x41, 50)]),
    ];

    public static UnitVector[] Vp8 => [new(VideoCodec.Vp8, true, Noise(0x10, 3000)), new(VideoCodec.Vp8, false, Noise(0x11, 100))];

    public static UnitVector[] Vp9 => [new(VideoCodec.Vp9, true, Noise(0x82, 3000)), new(VideoCodec.Vp9, false, Noise(0x86, 100))];

    /// <summary>Temporal delimiter, sequence header, a frame with an extension; a frame alone.</summary>
    public static UnitVector[] Av1 =>
    [
        new(VideoCodec.Av1, true, [0x12, 0, 0x0A, 11, .. Noise(0, 11), 0x36, 0x08, 0xB8, 0x17, .. Noise(5, 3000)]),
        new(VideoCodec.Av1, false, [0x12, 0, 0x32, 100, .. Noise(5, 100)]),
    ];

    public static List<byte[]> Payloads(UnitVector unit, int maxLength = 1100)
    {
        var packetizer = Packetizers.Of(unit.Codec);
        packetizer.Begin(unit.Bytes, unit.IsKey);
        var payloads = new List<byte[]>();
        var buffer = new byte[maxLength];
        for (int length; (length = packetizer.Next(buffer, out _)) > 0;)
            payloads.Add(buffer[..length]);
        return payloads;
    }

    private static byte[] Nal(byte header, int length) => [0, 0, 0, 1, header, .. Noise(0x80, length)];

    // No zeros, so no start code is in it.
    private static byte[] Noise(byte first, int length) => [first, .. Enumerable.Range(1, length - 1).Select(i => (byte)(i * 7 % 251 + 1))];
}
