using System.Diagnostics;
using Xunit;

namespace FFmpeg.Tests;

/// <summary>Clips decoded and encoded again by us; ffprobe says what became of them.</summary>
internal static class Encoded
{
    /// <summary>Decodes a clip and writes copies of its frames.</summary>
    /// <returns>The frames as they were decoded.</returns>
    internal static List<Decoded> File(string source, string target, Func<VideoEncoderOptions, VideoEncoderOptions>? change = null, bool fragmented = true, bool complete = true)
    {
        using var reader = MediaReader.Open(source);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var copier = new FrameCopier(2);
        using var packet = new MediaPacket();
        var sent = new List<Decoded>();
        VideoEncoder? encoder = null;
        MediaWriter? writer = null;
        try
        {
            foreach (var frame in Frames(reader, decoder))
            {
                using var copy = copier.Copy(frame);
                sent.Add(Decoded.Copy(frame));
                frame.Dispose();
                encoder ??= Open(VideoEncoderOptions.For(copy) with { Codec = MediaContainers.Of(target).DefaultCodec(), FrameRate = reader.Video.FrameRate, Threads = 1 });
                writer ??= MediaWriter.Create(target, MediaContainers.Of(target), encoder, fragmented);
                encoder.Send(copy);
                while (encoder.Receive(packet))
                    writer.Write(packet);
            }
            encoder!.SendEnd();
            while (encoder.Receive(packet))
                writer!.Write(packet);
            if (complete)
                writer!.Complete();
            return sent;
        }
        finally
        {
            writer?.Dispose();
            encoder?.Dispose();
        }

        VideoEncoder Open(VideoEncoderOptions options) => VideoEncoder.Open(change?.Invoke(options) ?? options);
    }

    internal static IEnumerable<VideoFrame> Frames(MediaReader reader, VideoDecoder decoder)
    {
        using var packet = new MediaPacket();
        while (reader.TryRead(packet))
        {
            decoder.Send(packet);
            while (decoder.Receive() is { } frame)
                yield return frame;
        }
        decoder.SendEnd();
        while (decoder.Receive() is { } frame)
            yield return frame;
    }

    /// <summary>What ffprobe prints for the first stream, or for each of its frames: values in the order asked for, one line each.</summary>
    internal static string[] Probe(string path, string entries)
    {
        var start = new ProcessStartInfo("ffprobe", $"-v error -select_streams v:0 -show_entries {entries} -of csv=p=0 {path}")
        {
            RedirectStandardOutput = true,
        };
        try
        {
            using var process = Process.Start(start)!;
            return [.. process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim(','))];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("the ffprobe tool is not installed");
            throw;
        }
    }

    /// <summary>Peak signal to noise in dB over all samples.</summary>
    internal static double Psnr(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        Assert.Equal(a.Length, b.Length);
        double sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        return 10 * Math.Log10(255 * 255 * a.Length / Math.Max(sum, 1e-9));
    }
}
