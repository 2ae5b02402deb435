namespace Load.WebRtc;

/// <summary>Many publishers at one endpoint, which opens, orders and puts together what they send, and decodes nothing.</summary>
internal sealed class LoadBench(int publishers, int kilobits, int seconds)
{
    /// <summary>For what is under way when the last packet was sent.</summary>
    private static readonly TimeSpan SettleTime = TimeSpan.FromSeconds(1);

    public async Task<LoadReport> Run(int windows, CancellationToken stop)
    {
        var machine = Machine.Read();
        using var receiver = await ReceiverProcess.StartOwn(decode: false, stop);
        await using var load = new PacedPublishers(publishers, kilobits);
        await load.Connect(receiver.Accept, stop);
        // Code that runs for the first time is no part of a steady state.
        await load.Send(load.Prepare(seconds: 2), stop);
        await Task.Delay(SettleTime, stop);
        var measured = new List<LoadWindow>();
        while (measured.Count < windows)
            measured.Add(await Measure(receiver, load, stop));
        return new()
        {
            Machine = machine,
            Publishers = publishers,
            KilobitsEach = kilobits,
            Seconds = seconds,
            Windows = measured,
            FailedSessions = (await receiver.Read(stop)).FailedSessions,
            LatestMs = Math.Round(load.Late.TotalMilliseconds, 1),
            ResidentKb = receiver.Usage.ResidentKb,
        };
    }

    private async Task<LoadWindow> Measure(ReceiverProcess receiver, PacedPublishers load, CancellationToken stop)
    {
        var frames = load.Prepare(seconds);
        GC.Collect();
        var (before, usage, own) = (await receiver.Read(stop), receiver.Usage, Environment.CpuUsage.TotalTime);
        var sent = await load.Send(frames, stop);
        own = Environment.CpuUsage.TotalTime - own;
        await Task.Delay(SettleTime, stop);
        var (after, cpu) = (await receiver.Read(stop), receiver.Usage.Cpu - usage.Cpu);
        var received = after.Packets - before.Packets;
        return new(
            sent, received, after.SocketDrops - before.SocketDrops, after.Lost - before.Lost, frames.Length, after.Frames - before.Frames,
            Math.Round(100 * cpu.TotalSeconds / seconds, 1), Math.Round(cpu.TotalMicroseconds / Math.Max(1, received), 2),
            Math.Round((double)(after.AllocatedBytes - before.AllocatedBytes) / Math.Max(1, received), 1), Math.Round(100 * own.TotalSeconds / seconds, 1));
    }
}
