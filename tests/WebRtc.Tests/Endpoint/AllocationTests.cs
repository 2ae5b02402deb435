using WebRtc.Dtls;
using WebRtc.Endpoint;
using WebRtc.Jitter;
using WebRtc.Packetize;
using WebRtc.Rtp;
using WebRtc.Sdp;
using WebRtc.Srtp;
using WebRtc.Tests.Depacketize;
using WebRtc.Tests.Sdp;
using Xunit;

namespace WebRtc.Tests.Endpoint;

public class AllocationTests
{
    private const int Frames = 400, WarmUp = 100;

    [Theory, InlineData(VideoCodec.H264), InlineData(VideoCodec.Vp8)]
    public void Packets_in_order_cost_no_allocation(VideoCodec codec)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        var negotiation = Negotiator.Negotiate(RemoteDescriptionReader.Read(OfferVectors.Chromium, out _)!, [codec], out _)!;
        var frames = 0;
        var video = new VideoReceiver(negotiation, new JitterOptions(), _ => frames++);
        using var opener = Session(DtlsRole.Server);
        var packets = Protected(codec, negotiation);

        var before = 0L;
        foreach (var (i, packet) in packets.Index())
        {
            if (i == packets.Count * WarmUp / Frames) before = GC.GetAllocatedBytesForCurrentThread();
            video.OnRtp(packet.AsSpan(0, opener.Unprotect(packet)), TimeSpan.FromMilliseconds(i));
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Frames, frames);
        // The runtime itself may allocate once while it compiles a path again.
        Assert.InRange(allocated, 0, packets.Count);
    }

    private static List<byte[]> Protected(VideoCodec codec, Negotiation negotiation)
    {
        using var session = Session(DtlsRole.Client);
        var vectors = UnitVectors.All.Where(vector => vector.Codec == codec).ToArray();
        var packetizer = Packetizers.Of(codec);
        var packets = new List<byte[]>();
        var buffer = new byte[1500];
        for (var frame = 0; frame < Frames; frame++)
        {
            var vector = vectors[frame % vectors.Length];
            packetizer.Begin(vector.Bytes, vector.IsKey);
            for (var isLast = false; !isLast;)
            {
                var writer = new RtpWriter(buffer, new((byte)negotiation.Payload.PayloadType, false, (ushort)packets.Count, (uint)frame * 3000, negotiation.Video.Ssrc!.Value));
                var length = writer.End(packetizer.Next(writer.BeginPayload()[..1100], out isLast));
                if (isLast) buffer[1] |= 0x80;
                packets.Add(buffer[..session.Protect(buffer, length)]);
            }
        }
        return packets;
    }

    private static SrtpSession Session(DtlsRole role) =>
        new(SrtpKeys.From(SrtpProfile.AeadAes128Gcm, role, new byte[SrtpKeys.MaterialLength(SrtpProfile.AeadAes128Gcm)]));
}
