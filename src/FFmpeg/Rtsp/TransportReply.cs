using System.Net;

namespace FFmpeg.Rtsp;

/// <summary>What a camera made of the Transport that it was asked for (RFC 2326, 12.39).</summary>
/// <param name="IsTcp">It sends in the connection; else by UDP.</param>
/// <param name="Channel">Of RTP in the connection; RTCP has the next.</param>
/// <param name="ServerPort">UDP, of RTP; null where it does not say.</param>
/// <param name="Source">UDP, where packets come from if not from the camera's own address.</param>
internal sealed record TransportReply(bool IsTcp, int Channel, int ServerPort, IPAddress? Source)
{
    /// <param name="header">Null or nonsense counts as agreement.</param>
    internal static TransportReply Parse(string? header, bool askedForTcp)
    {
        var parts = (header ?? "").Split(',')[0].Split(';', StringSplitOptions.TrimEntries);
        var tcp = parts[0].EndsWith("/TCP", StringComparison.OrdinalIgnoreCase) || Value(parts, "interleaved") is not null
            || askedForTcp && Value(parts, "server_port") is null;
        var channel = First(Value(parts, "interleaved"));
        return new(tcp, channel is >= 0 and < byte.MaxValue ? channel : 0, First(Value(parts, "server_port")) is var port and > 0 and <= ushort.MaxValue ? port : 0,
            IPAddress.TryParse(Value(parts, "source"), out var source) ? source : null);
    }

    private static string? Value(string[] parts, string name) =>
        parts.FirstOrDefault(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..];

    private static int First(string? range) => int.TryParse((range ?? "").Split('-')[0], out var number) ? number : -1;
}
