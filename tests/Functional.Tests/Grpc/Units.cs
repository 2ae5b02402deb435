using System.Diagnostics;
using FFmpeg;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Grpc;

/// <summary>Access units as cameras send them, made by the ffmpeg tool.</summary>
internal static class Units
{
    /// <summary>In decoding order, each with its presentation time.</summary>
    public static List<(byte[] Data, long Pts)> Of(Codec codec, int frames, string size = "160x120", string extra = "")
    {
        var (encoder, muxer) = codec switch
        {
            Codec.H264 => ("libx264 -preset ultrafast -pix_fmt yuv420p", "mpegts"),
            Codec.H265 => ("libx265 -preset ultrafast -x265-params log-level=error -pix_fmt yuv420p", "mpegts"),
            Codec.Vp8 => ("libvpx -deadline realtime -cpu-used 8", "ivf"),
            Codec.Vp9 => ("libvpx-vp9 -deadline realtime -cpu-used 8", "ivf"),
            Codec.Av1 => ("libaom-av1 -usage realtime -cpu-used 8", "ivf"),
            Codec.Jpeg => ("mjpeg -q:v 3 -pix_fmt yuvj420p", "avi"),
            _ => ("png -pix_fmt rgb24", "avi"),
        };
        var path = Path.Combine(Path.GetTempPath(), $"units-{Guid.NewGuid():N}.{muxer}");
        try
        {
            Encode($"-f lavfi -i testsrc2=size={size}:rate=30 -frames:v {frames} -c:v {encoder} -g 10 {extra} -f {muxer} {path}");
            return Read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void Encode(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", $"-nostdin -y -v error {arguments}") { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private static List<(byte[], long)> Read(string path)
    {
        var units = new List<(byte[], long)>();
        using var reader = MediaReader.Open(path);
        using var packet = new MediaPacket();
        while (reader.TryRead(packet, TestContext.Current.CancellationToken))
            units.Add((packet.Data.ToArray(), packet.Pts90kHz ?? units.Count * 3000));
        return units;
    }
}
