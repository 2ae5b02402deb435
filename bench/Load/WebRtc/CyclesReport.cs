using System.Globalization;

namespace Load.WebRtc;

/// <summary>What the cycles bench found, as its JSON says it.</summary>
internal sealed record CyclesReport : Report
{
    /// <summary>Room of the garbage collector and the allocator, which grow by steps; and of what is alive.</summary>
    private const int ResidentRoomKb = 32 * 1024, ManagedRoomKb = 512;

    public required int Cycles { get; init; }
    public required double Seconds { get; init; }

    /// <summary>After some cycles that warm it up.</summary>
    public required PeerLeftovers Before { get; init; }
    public required PeerLeftovers After { get; init; }

    public bool IsAsBefore =>
        After.Sessions == 0 && After.NativeHandles == Before.NativeHandles && After.Sockets <= Before.Sockets
        && After.ResidentKb - Before.ResidentKb < ResidentRoomKb && After.ManagedKb - Before.ManagedKb < ManagedRoomKb && After.FailedSessions == Before.FailedSessions;

    public override void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Cores} cores {Machine.Cpu}, load {Machine.LoadAverage:0.00}, {Machine.Commit}; {Cycles} cycles in {Seconds} s"));
        foreach (var (name, held) in new[] { ("before", Before), ("after", After) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-6} sessions {held.Sessions}, native handles {held.NativeHandles}, sockets {held.Sockets}, {held.ResidentKb / 1024.0:0.0} MB resident, {held.ManagedKb} KB alive, units {held.Frames}, failed {held.FailedSessions}"));
    }

    public override string? BrokenPromise() => IsAsBefore ? null : "something is left";
}
