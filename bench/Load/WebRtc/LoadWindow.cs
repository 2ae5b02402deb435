namespace Load.WebRtc;

/// <summary>One stretch of load.</summary>
/// <param name="Received">Packets that were opened and counted by their sessions.</param>
/// <param name="SocketDrops">Datagrams that the kernel dropped, for the socket's buffer was full.</param>
/// <param name="GivenUp">Packets that jitter buffers waited for in vain.</param>
/// <param name="FramesReceived">Whole access units that came out.</param>
/// <param name="CpuPercent">Of one core, the server's process.</param>
/// <param name="AllocatedBytes">A packet, feedback and statistics included.</param>
/// <param name="LoadCpuPercent">Of one core, the load tool's process.</param>
internal sealed record LoadWindow(
    long Sent, long Received, long SocketDrops, long GivenUp, long FramesSent, long FramesReceived,
    double CpuPercent, double CpuUsPerPacket, double AllocatedBytes, double LoadCpuPercent);
