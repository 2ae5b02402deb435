using System.Globalization;

namespace Load.WebRtc;

/// <summary>What the load bench found, as its JSON says it.</summary>
internal sealed record LoadReport : Report
{
    public required int Publishers { get; init; }
    public required int KilobitsEach { get; init; }

    /// <summary>Of each window.</summary>
    public required int Seconds { get; init; }
    public required IReadOnlyList<LoadWindow> Windows { get; init; }
    public required long FailedSessions { get; init; }

    /// <summary>The longest that the load tool sent a frame after its time.</summary>
    public required double LatestMs { get; init; }

    /// <summary>The server's process at the end.</summary>
    public required long ResidentKb { get; init; }

    public long Lost => Windows.Sum(window => window.Sent - window.Received);

    public bool HasNoLoss => Lost == 0 && FailedSessions == 0 && Windows.All(window => window.FramesReceived == window.FramesSent);

    public override void Print()
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Machine.Cores} cores {Machine.Cpu}, load {Machine.LoadAverage:0.00}, {Machine.Commit}; {Publishers} publishers of {KilobitsEach} kbit/s, {Windows.Count} windows of {Seconds} s, latest frame {LatestMs} ms late, {ResidentKb / 1024} MB"));
        foreach (var window in Windows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"packets sent {window.Sent:N0}, received {window.Received:N0}, dropped by the socket {window.SocketDrops:N0}; units {window.FramesReceived:N0} of {window.FramesSent:N0}; server {window.CpuPercent:0.0} % of a core, {window.CpuUsPerPacket:0.00} µs and {window.AllocatedBytes:0.0} B allocated a packet; load tool {window.LoadCpuPercent:0.0} %"));
    }

    public override string? BrokenPromise() => HasNoLoss ? null : $"{Lost:N0} packets lost, {FailedSessions} sessions failed";
}
