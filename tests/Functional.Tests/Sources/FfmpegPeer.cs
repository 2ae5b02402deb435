using System.Diagnostics;

namespace Functional.Tests.Sources;

/// <summary>The ffmpeg tool as a camera: a moving pattern, 25 frames/s in real time, by the protocol that its output's arguments name.</summary>
internal sealed class FfmpegPeer : IDisposable
{
    private readonly Process _process;

    private FfmpegPeer(Process process) => _process = process;

    /// <summary>RTMP server for one player at a time.</summary>
    /// <param name="times">What the bit stream filter setts makes of each packet's times.</param>
    public static FfmpegPeer Rtmp(int port, string times = "ts=TS") =>
        Start($"-c:v libx264 -preset ultrafast -tune zerolatency -g 10 -pix_fmt yuv420p -bsf:v setts={times} -f flv -listen 1 rtmp://127.0.0.1:{port}/live/door");

    /// <summary>SRT in listener mode.</summary>
    /// <inheritdoc cref="Rtmp"/>
    public static FfmpegPeer Srt(int port, string times = "ts=TS") => Start($"{H264} -bsf:v setts={times} -f mpegts srt://127.0.0.1:{port}?mode=listener");

    /// <summary>SRT in caller mode.</summary>
    public static FfmpegPeer SrtCaller(int port) => Start($"{H264} -f mpegts srt://127.0.0.1:{port}?mode=caller");

    /// <summary>A live playlist and its segments of a second, as files; those that are over go.</summary>
    public static FfmpegPeer Hls(string playlist) => Start($"{H264} -f hls -hls_time 1 -hls_list_size 4 -hls_flags delete_segments {playlist}");

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private const string H264 = "-c:v libx264 -preset ultrafast -tune zerolatency -g 25 -pix_fmt yuv420p";

    private static FfmpegPeer Start(string output) =>
        new(Process.Start(new ProcessStartInfo("ffmpeg", $"-nostdin -y -v error -re -f lavfi -i testsrc2=size=320x240:rate=25 {output}"))!);
}
