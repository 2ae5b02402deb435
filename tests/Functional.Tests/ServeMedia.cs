using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace Functional.Tests;

/// <summary>Clips and pictures made by the ffmpeg tool, each once a run.</summary>
internal static class ServeMedia
{
    private static readonly TemporaryFolder Folder = new();
    private static readonly ConcurrentDictionary<string, Lazy<string>> Made = new();

    static ServeMedia() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    /// <summary>H.264 in MP4, index in front, a key frame every 10 frames.</summary>
    public static string Clip(int frames, int rate = 25) => Make($"clip{frames}at{rate}.mp4",
        $"-f lavfi -i testsrc2=size=160x120:rate={rate} -frames:v {frames} -c:v libx264 -preset ultrafast -g 10 -pix_fmt yuv420p -movflags +faststart");

    /// <summary>Grey 64x64 frames, each brighter than the one before by 9 of 255; dark again after 20.</summary>
    public static string Stairs() => Make("stairs.mp4",
        "-f lavfi -i color=black:size=64x64:rate=25,format=yuv420p,geq=lum='40+8*mod(N\\,20)':cb=128:cr=128 -frames:v 100 -c:v libx264 -qp 4 -bf 0 -g 10 -movflags +faststart");

    /// <summary>H.264 in MP4 at 30 frames/s with two B-frames after each other, which no frame refers to.</summary>
    public static string BidirectionalClip(int frames) => Make($"bidirectional{frames}.mp4",
        $"-f lavfi -i testsrc2=size=160x120:rate=30 -frames:v {frames} -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -b-pyramid none -g 30 -pix_fmt yuv420p -movflags +faststart");

    /// <summary>H.264 without a container: no times, no index, no length.</summary>
    public static string Bare(int frames) =>
        Make($"bare{frames}.h264", $"-f lavfi -i testsrc2=size=160x120:rate=25 -frames:v {frames} -c:v libx264 -preset ultrafast -pix_fmt yuv420p");

    /// <summary>A container that has no picture in it.</summary>
    public static string Sound() => Make("sound.mp4", "-f lavfi -i sine=duration=1 -c:a aac -movflags +faststart");

    /// <summary>A second of MPEG-TS, as a camera sends it: key frames with their parameter sets.</summary>
    public static string Transport(string size = "160x120", string codec = "libx264 -preset ultrafast -tune zerolatency") =>
        Make($"{size}{codec.Split(' ')[0]}.ts", $"-f lavfi -i testsrc2=size={size}:rate=25 -frames:v 25 -c:v {codec} -g 10 -pix_fmt yuv420p");

    /// <summary>Two seconds of a camera's H.264 in Annex B, ten frames a second, parameter sets with each of its key frames.</summary>
    public static string CameraVideo() => Make("camera.h264",
        "-f lavfi -i testsrc2=size=160x120:rate=10 -frames:v 20 -c:v libx264 -preset ultrafast -tune zerolatency -g 10 -pix_fmt yuv420p -f h264");

    /// <summary>As <see cref="CameraVideo"/>, and no IDR picture but the first: columns are refreshed one after another.</summary>
    public static string IntraRefresh() => Make("refresh.h264",
        "-f lavfi -i testsrc2=size=160x120:rate=10 -frames:v 400 -c:v libx264 -tune zerolatency -g 10 -x264-params intra-refresh=1:scenecut=0 -pix_fmt yuv420p -f h264");

    /// <summary>The same in MPEG-TS, 25 frames a second.</summary>
    public static string IntraRefreshTransport() => Make("refresh.ts",
        "-f lavfi -i testsrc2=size=160x120:rate=25 -frames:v 300 -c:v libx264 -tune zerolatency -g 25 -x264-params intra-refresh=1:scenecut=0 -pix_fmt yuv420p -f mpegts");

    /// <summary>Half a minute of MPEG-TS at ten frames/s whose times are what an expression of the bit stream filter setts makes of them.</summary>
    public static string WrongTimes(string name, string times, int bFrames) => Make($"wrong-{name}.ts",
        $"-f lavfi -i testsrc2=size=160x120:rate=10 -frames:v 300 -c:v libx264 -preset ultrafast -b:v 100k -bf {bFrames} -b_strategy 0 -g 20 -pix_fmt yuv420p -bsf:v setts={times} -muxdelay 0");

    /// <summary>An encoder for <see cref="Transport"/>.</summary>
    public const string Hevc = "libx265 -x265-params log-level=error:bframes=0 -preset ultrafast";

    /// <summary>MPEG-TS with a second of video and twenty of sound, its rate even.</summary>
    public static string TalkingTransport() => Make("long-talking.ts",
        "-f lavfi -i testsrc2=size=160x120:rate=25:duration=1 -f lavfi -i sine=duration=20 -c:v libx264 -preset ultrafast -tune zerolatency -b:v 100k -g 5 -pix_fmt yuv420p -c:a mp2 -b:a 128k");

    /// <summary>MPEG-TS with a key frame every two seconds.</summary>
    public static string RareKeys() =>
        Make("rarekeys.ts", "-f lavfi -i testsrc2=size=160x120:rate=25 -frames:v 100 -c:v libx264 -preset ultrafast -tune zerolatency -g 50 -keyint_min 50 -sc_threshold 0 -pix_fmt yuv420p");

    /// <summary>Twenty seconds of MPEG-TS whose parameter sets are sound and whose slices are not.</summary>
    public static string Garbled()
    {
        var sound = Make("sound.h264", "-f lavfi -i testsrc2=size=160x120:rate=25:duration=20 -c:v libx264 -preset ultrafast -tune zerolatency -g 10 -pix_fmt yuv420p");
        var garbled = Folder.File("garbled.h264");
        if (!File.Exists(garbled))
            File.WriteAllBytes(garbled, Garble(File.ReadAllBytes(sound)));
        return Make("long-garbled.ts", $"-framerate 25 -f h264 -i {garbled} -c copy");
    }

    /// <summary>Annex B with the same NAL units, of which the slices say nothing.</summary>
    public static byte[] Garble(byte[] annexB)
    {
        var garbled = (byte[])annexB.Clone();
        for (var at = 0; at + 4 < garbled.Length; at++)
        {
            if (garbled[at] != 0 || garbled[at + 1] != 0 || garbled[at + 2] != 1 || (garbled[at + 3] & 0x1F) is not (1 or 5))
                continue;
            var end = garbled.AsSpan(at + 3).IndexOf([(byte)0, (byte)0, (byte)1]) is var next and >= 0 ? at + 3 + next : garbled.Length;
            // A first_mb_in_slice beyond the picture.
            garbled.AsSpan(at + 4, Math.Max(0, end - 1 - (at + 4))).Fill(1);
        }

        return garbled;
    }

    /// <summary>The first part of a clip, its index in front: it promises more frames than are there.</summary>
    public static string CutOff(int frames)
    {
        var bytes = File.ReadAllBytes(Clip(frames));
        var path = Folder.File($"cutoff{frames}.mp4");
        File.WriteAllBytes(path, bytes[..(bytes.Length * 3 / 5)]);
        return path;
    }

    /// <summary>A clip with its middle tenth overwritten: its index is sound, its pictures are not.</summary>
    public static string DamagedClip(int frames)
    {
        var bytes = File.ReadAllBytes(Clip(frames));
        new Random(1).NextBytes(bytes.AsSpan(bytes.Length * 9 / 20, bytes.Length / 10));
        var path = Folder.File($"damaged{frames}.mp4");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>One colour all over, 64x64: the tiny model's input, so that boxes lie where the model says.</summary>
    public static byte[] Picture(string extension, string color = "red", string size = "64x64") => File.ReadAllBytes(Make($"{color}{size}.{extension}",
        $"-f lavfi -i color={color}:size=64x64,format=rgb24,scale={size.Replace('x', ':')} -frames:v 1 {(extension == "jpg" ? "-q:v 2" : extension == "webp" ? "-c:v libwebp -quality 95" : "")}"));

    /// <summary>What the tool's arguments make of a picture.</summary>
    public static byte[] PictureOf(string name, string arguments) => File.ReadAllBytes(Make(name, arguments));

    /// <summary>Full of detail, so that a cut in the middle is a cut through picture data.</summary>
    public static byte[] Detailed(string extension) =>
        File.ReadAllBytes(Make($"detailed.{extension}", $"-f lavfi -i testsrc2=size=320x240 -frames:v 1 {(extension == "webp" ? "-c:v libwebp" : "")}"));

    private static string Make(string name, string arguments) => Made.GetOrAdd(name, key => new Lazy<string>(() =>
    {
        var path = Folder.File(key);
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", $"-nostdin -y -v error {arguments} {path}") { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
        return path;
    })).Value;
}
