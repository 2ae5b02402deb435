using Media;
using WebRtc.Depacketize;
using WebRtc.Jitter;
using WebRtc.Packetize;
using WebRtc.Rtp;

namespace WebRtc.Tests.Jitter;

/// <summary>VP8 frames in packets, and a jitter buffer that gets them by the test's own clock.</summary>
internal sealed class LossyStream
{
    public static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(33);

    private readonly FrameAssembler _assembler;
    private readonly IPacketizer _packetizer = Packetizers.Of(VideoCodec.Vp8);
    private SequenceUnwrapper _unwrapper;
    private ushort _sequence = 65_500;
    private uint _timestamp;

    public LossyStream()
    {
        _assembler = new(new Vp8Depacketizer(), 100_000, frame => Frames.Add((frame.Timestamp, frame.Bytes.ToArray(), frame.IsKey)));
        Buffer = new(_assembler, Options);
    }

    public JitterOptions Options { get; } = new();

    public JitterBuffer Buffer { get; }

    public FrameAssembler Assembler => _assembler;

    public List<(uint Timestamp, byte[] Bytes, bool IsKey)> Frames { get; } = [];

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The next frame's packets; nothing is delivered yet.</summary>
    public List<(RtpHeader Header, byte[] Payload)> Next(bool isKey, int length = 2500)
    {
        var unit = new byte[length];
        unit[0] = (byte)(isKey ? 0 : 1);
        unit[1] = (byte)Frames.Count;
        _timestamp += 3000;
        _packetizer.Begin(unit, isKey);
        var packets = new List<(RtpHeader, byte[])>();
        var payload = new byte[1000];
        for (int written; (written = _packetizer.Next(payload, out var isLast)) > 0;)
            packets.Add((new(96, isLast, _sequence++, _timestamp, 1), payload[..written]));
        return packets;
    }

    public void Deliver((RtpHeader Header, byte[] Payload) packet) =>
        Buffer.Add(_unwrapper.Unwrap(packet.Header.SequenceNumber), packet.Header, packet.Payload, Now);

    public void Deliver(IEnumerable<(RtpHeader, byte[])> packets)
    {
        foreach (var packet in packets)
            Deliver(packet);
    }

    public void Jump(short packets) => _sequence = (ushort)(_sequence + packets);

    public ushort[] Lost()
    {
        var lost = new ushort[LossList.Capacity];
        return lost[..Buffer.CollectLost(lost, Now)];
    }
}
