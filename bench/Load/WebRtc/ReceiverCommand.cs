using System.CommandLine;
using System.Net;
using System.Text.Json;
using WebRtc;
using WebRtc.Dtls.Native;
using WebRtc.Srtp.Native;

namespace Load.WebRtc;

/// <summary>The endpoint as a process of its own, told by lines: an offer in JSON is answered, an empty line asks for the figures, the end of input ends it.</summary>
internal static class ReceiverCommand
{
    public const string Name = "webrtc-receiver";

    /// <summary>The line that asks for the figures after a collection of garbage.</summary>
    public const string Collect = "collect";

    private static readonly Option<bool> Decode = new("--decode") { Description = "Make pictures of what comes." };

    public static Command Create()
    {
        var command = new Command(Name, "The receiving end of the WebRTC benches.") { Decode };
        command.Hidden = true;
        command.SetAction((arguments, _) => Execute(arguments.GetValue(Decode)));
        return command;
    }

    private static async Task<int> Execute(bool decode)
    {
        var any = new IPEndPoint(IPAddress.Loopback, 0);
        // A single address comes with all of them.
        var options = new WebRtcOptions { Listen = any, ListenTcp = any, MaxSessionsPerAddress = 1000 };
        await using var endpoint = new WebRtcEndpoint(options, TimeProvider.System);
        var counting = new CountingPeer();
        var decoded = new List<DecodedPeer>();
        Write(new ReceiverFigures());
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line is "" or Collect)
            {
                if (line == Collect)
                    GC.Collect();
                Write(Read(endpoint, counting.Frames + decoded.Sum(peer => peer.Frames)) with { Width = decoded.LastOrDefault()?.Width ?? 0 });
                continue;
            }
            if (decode)
                decoded.Add(new());
            var result = endpoint.Accept(JsonSerializer.Deserialize<string>(line)!, decode ? decoded[^1] : counting, IPAddress.Loopback);
            Write(result.Peer?.Answer ?? throw new InvalidOperationException(result.Problem));
        }
        return 0;
    }

    private static ReceiverFigures Read(WebRtcEndpoint endpoint, long frames)
    {
        var statistics = endpoint.Statistics;
        var peers = endpoint.Peers.Select(peer => peer.Statistics).ToArray();
        return new()
        {
            Frames = frames,
            Packets = peers.Sum(peer => peer.Packets),
            Lost = peers.Sum(peer => peer.PacketsLost),
            Refused = peers.Sum(peer => peer.Forged + peer.Replayed) + statistics.Unknown + statistics.ChecksLimited,
            Sessions = statistics.Sessions,
            FailedSessions = statistics.Failed,
            Connections = statistics.Connections,
            NativeHandles = OpenSslHandle.Live + SrtpHandle.Live,
            AllocatedBytes = GC.GetTotalAllocatedBytes(),
            ManagedKb = GC.GetTotalMemory(forceFullCollection: false) / 1024,
            SocketDrops = statistics.SocketDrops,
        };
    }

    private static void Write<T>(T value) => Console.WriteLine(JsonSerializer.Serialize(value, ReceiverFigures.Format));
}
