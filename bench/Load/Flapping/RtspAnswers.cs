using System.Net.Sockets;
using System.Text;

namespace Load.Flapping;

/// <summary>As much of RTSP as a player needs (RFC 2326): describe, set up over this connection, play.</summary>
internal sealed class RtspAnswers(NetworkStream connection, FlappingMedia media, double life)
{
    public async Task Run(CameraRequest request, CancellationToken stop)
    {
        for (; request.Method != "PLAY"; request = await CameraRequest.Read(connection, stop))
        {
            await Answer(request, request.Method switch
            {
                "DESCRIBE" => $"Content-Type: application/sdp\r\nContent-Length: {FlappingMedia.Sdp.Length}\r\n\r\n{FlappingMedia.Sdp}",
                "SETUP" => "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\nSession: 1\r\n\r\n",
                _ => "Public: OPTIONS, DESCRIBE, SETUP, PLAY\r\n\r\n",
            }, stop);
        }

        await Answer(request, "Session: 1\r\n\r\n", stop);
        await connection.WriteAsync(media.Rtp.AsMemory(0, (int)(media.Rtp.Length * life)), stop);
    }

    private ValueTask Answer(CameraRequest request, string rest, CancellationToken stop) =>
        connection.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 200 OK\r\nCSeq: {request.Sequence}\r\n{rest}"), stop);
}
