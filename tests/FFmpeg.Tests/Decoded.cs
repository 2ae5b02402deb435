using Media;

namespace FFmpeg.Tests;

/// <summary>A frame copied out of native memory: planes without padding, one after another.</summary>
internal sealed record Decoded(
    int Width, int Height, PixelFormat Format, ColorMatrix Matrix, bool FullRange, long Pts90kHz, bool IsKey, bool IsCorrupt, byte[] Samples)
{
    internal static List<Decoded> All(string path, VideoDecoderOptions? options = null)
    {
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video, options);
        return All(reader, decoder);
    }

    internal static List<Decoded> All(MediaReader reader, VideoDecoder decoder)
    {
        var frames = new List<Decoded>();
        using var packet = new MediaPacket();
        while (reader.TryRead(packet))
        {
            decoder.Send(packet);
            Drain(decoder, frames);
        }
        decoder.SendEnd();
        Drain(decoder, frames);
        return frames;
    }

    internal static void Drain(VideoDecoder decoder, List<Decoded> frames)
    {
        while (decoder.Receive() is { } frame)
            using (frame)
                frames.Add(Copy(frame));
    }

    internal static Decoded Picture(ReadOnlySpan<byte> bytes)
    {
        using var frame = PictureDecoder.Decode(bytes);
        return Copy(frame);
    }

    internal static Decoded Copy(VideoFrame frame) => new(frame.Width, frame.Height, frame.Format, frame.Matrix, frame.Range == ColorRange.Full,
        frame.Pts90kHz, frame.IsKey, frame.IsCorrupt,
        [.. Planes(frame.Format, frame.Width, frame.Height).SelectMany((shape, i) => Rows(frame, i, shape))]);

    /// <summary>Row bytes and rows of each plane.</summary>
    private static (int Bytes, int Rows)[] Planes(PixelFormat format, int width, int height) => format switch
    {
        PixelFormat.I420 => [(width, height), ((width + 1) / 2, (height + 1) / 2), ((width + 1) / 2, (height + 1) / 2)],
        PixelFormat.Nv12 => [(width, height), ((width + 1) / 2 * 2, (height + 1) / 2)],
        _ => [(width * 3, height)],
    };

    private static unsafe byte[] Rows(VideoFrame frame, int plane, (int Bytes, int Rows) shape)
    {
        var packed = new byte[shape.Bytes * shape.Rows];
        for (var y = 0; y < shape.Rows; y++)
            new ReadOnlySpan<byte>((byte*)frame.Plane(plane) + (nint)y * frame.Stride(plane), shape.Bytes).CopyTo(packed.AsSpan(y * shape.Bytes));
        return packed;
    }

    /// <summary>Mean absolute difference of samples.</summary>
    internal static double Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        if (a.Length != b.Length)
            return double.PositiveInfinity;
        long sum = 0;
        for (var i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return (double)sum / a.Length;
    }
}
