using Media;
using WebRtc.Dtls;
using WebRtc.Endpoint;
using WebRtc.Jitter;
using WebRtc.Packetize;
using WebRtc.Rtp;
using WebRtc.Sdp;
using WebRtc.Srtp;
using Xunit;

namespace WebRtc.Tests.Endpoint;

public class AllocationTests
{
    private const int Frames = 400, WarmUp = 100;

    [Theory]
    [InlineData(VideoCodec.H264, false), InlineData(VideoCodec.Vp8, false), InlineData(VideoCodec.Av1, false)]
    [InlineData(VideoCodec.Vp8, true)]
    public void Packets_and_what_is_told_of_them_cost_no_allocation(VideoCodec codec, bool overtaken)
    {
        Assert.SkipWhen(NativeLibraries.Missing is not null, NativeLibraries.Missing ?? "");
        var negotiation = Negotiator.Negotiate(RemoteDescriptionReader.Read(OfferVectors.Chromium, out _)!, [codec], out _)!;
        var frames = 0;
        var video = new VideoReceiver(negotiation, new JitterOptions(), (_, _, _) => frames++);
        var feedback = new ReceiverFeedback(negotiation, video, 1_000_000);
        using var opener = Session(DtlsRole.Server);
        var packets = Protected(codec, negotiation);
        if (overtaken)
            Overtake(packets);
        var (told, buffer) = (0, new byte[2000]);

        var before = 0L;
        foreach (var (i, packet) in packets.Index())
        {
            if (i == packets.Count * WarmUp / Frames)
                before = GC.GetAllocatedBytesForCurrentThread();
            var now = TimeSpan.FromMilliseconds(i);
            video.OnRtp(packet.AsSpan(0, opener.Unprotect(packet)), now);
            video.Advance(now);
            for (int length; (length = feedback.Write(buffer, now)) > 0; told++)
                opener.ProtectRtcp(buffer, length);
        }
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Frames, frames);
        Assert.True(told > packets.Count / 100);
        // The runtime itself may allocate once while it compiles a path again.
        Assert.InRange(allocated, 0, packets.Count);
    }

    /// <summary>Every twentieth packet comes after those behind it, as a repeat would.</summary>
    private static void Overtake(List<byte[]> packets)
    {
        for (var i = 10; i + 8 < packets.Count; i += 20)
        {
            packets.Insert(i + 8, packets[i]);
            packets.RemoveAt(i);
        }
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
                writer.AddExtension(negotiation.Extensions.TransportCc, [(byte)(packets.Count >> 8), (byte)packets.Count]);
                var length = writer.End(packetizer.Next(writer.BeginPayload()[..1100], out isLast));
                if (isLast)
                    buffer[1] |= 0x80;
                packets.Add(buffer[..session.Protect(buffer, length)]);
            }
        }
        return packets;
    }

    private static SrtpSession Session(DtlsRole role) =>
        new(SrtpKeys.From(SrtpProfile.AeadAes128Gcm, role, new byte[SrtpKeys.MaterialLength(SrtpProfile.AeadAes128Gcm)]));
}
