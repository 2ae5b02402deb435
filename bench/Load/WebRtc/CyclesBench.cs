using System.Net;
using Media;
using WebRtc.Client;

namespace Load.WebRtc;

/// <summary>Peers that come, send a key frame and go, one after the other and some at a time: then nothing of them is left.</summary>
internal sealed class CyclesBench(int cycles)
{
    /// <summary>At a time.</summary>
    private const int Together = 4;

    /// <summary>The first ones fill pools and compile code, which stays.</summary>
    private const int WarmUp = 100;

    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(30), Poll = TimeSpan.FromMilliseconds(50);

    public async Task<CyclesReport> Run(CancellationToken stop)
    {
        var machine = Machine.Read();
        using var receiver = await ReceiverProcess.StartOwn(decode: false, stop);
        await Cycle(receiver, WarmUp, stop);
        var before = await Settled(receiver, stop);
        var start = TimeProvider.System.GetTimestamp();
        await Cycle(receiver, cycles, stop);
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        var after = await Settled(receiver, stop);
        return new() { Machine = machine, Cycles = cycles, Seconds = Math.Round(seconds, 1), Before = before, After = after };
    }

    private static Task Cycle(ReceiverProcess receiver, int count, CancellationToken stop) =>
        Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = stop }, async (i, cancelled) =>
        {
            // Every fourth over TCP.
            await using var publisher = new VideoPublisher(VideoCodec.Vp8, new(IPAddress.Loopback, 0), TimeProvider.System) { UsesTcp = i % 4 == 3 };
            await publisher.ConnectAsync(await receiver.Accept(publisher.Offer, cancelled), cancelled).WaitAsync(WaitTimeout, cancelled);
            publisher.Send(new byte[5000], isKey: true, timestamp: 0, TimeProvider.System.GetUtcNow());
        });

    /// <summary>When the last peers' ends were noticed, and what they held is freed: only the endpoint's certificate stays.</summary>
    private static async Task<PeerLeftovers> Settled(ReceiverProcess receiver, CancellationToken stop)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var (figures, usage) = (await receiver.Read(stop, collected: true), receiver.Usage);
            if (figures is { Sessions: 0, Connections: 0, NativeHandles: <= 1 } || TimeProvider.System.GetElapsedTime(start) > WaitTimeout)
                return new(figures.Sessions, figures.NativeHandles, usage.Sockets, usage.ResidentKb, figures.ManagedKb, figures.Frames, figures.FailedSessions);
            await Task.Delay(Poll, stop);
        }
    }
}
