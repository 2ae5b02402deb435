using System.Net.Sockets;
using System.Text;

namespace Load.Flapping;

/// <summary>A request of HTTP or RTSP, which look the same: a line, headers, no body.</summary>
/// <param name="Sequence">CSeq of RTSP; 0 by HTTP.</param>
internal sealed record CameraRequest(string Method, string Target, int Sequence)
{
    private const int MaxBytes = 8192;

    /// <exception cref="IOException">The connection ended, or what comes is no request.</exception>
    public static async Task<CameraRequest> Read(NetworkStream connection, CancellationToken stop)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (text.Length > MaxBytes || await connection.ReadAsync(one, stop) == 0)
                throw new IOException("no request");
            text.Append((char)one[0]);
        }

        var lines = text.ToString().Split("\r\n");
        var sequence = lines.FirstOrDefault(line => line.StartsWith("CSeq:", StringComparison.OrdinalIgnoreCase))?.Split(':')[1];
        return lines[0].Split(' ') is [var method, var target, ..] ? new(method, target, int.Parse(sequence ?? "0")) : throw new IOException("no request");
    }
}
