using System.Text;
using FFmpeg;

namespace Micro;

/// <summary>A frame of noise in libav's own memory, as a decoder hands it out.</summary>
internal sealed class DecodedNoise : IDisposable
{
    private readonly PixelConverter _converter = new();
    private VideoFrame? _rgb;

    public DecodedNoise(int width, int height)
    {
        // Uncompressed video is the shortest way into a libav frame.
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.Create(path))
                Write(file, width, height);
            Picture = Decode(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>I420.</summary>
    public VideoFrame Picture { get; }

    /// <summary>The same at another size, made once.</summary>
    public VideoFrame Rgb(int width, int height) => _rgb ??= _converter.ToRgb(Picture, width, height);

    public void Dispose()
    {
        _rgb?.Dispose();
        Picture.Dispose();
        _converter.Dispose();
    }

    private static void Write(FileStream file, int width, int height)
    {
        var samples = new byte[width * height * 3 / 2];
        new Random(1).NextBytes(samples);
        file.Write(Encoding.ASCII.GetBytes($"YUV4MPEG2 W{width} H{height} F25:1 C420jpeg\nFRAME\n"));
        file.Write(samples);
    }

    private static VideoFrame Decode(string path)
    {
        using var reader = MediaReader.Open(path);
        using var decoder = VideoDecoder.Open(reader.Video);
        using var packet = new MediaPacket();
        if (!reader.TryRead(packet))
            throw new InvalidDataException("the noise has no frame");
        decoder.Send(packet);
        return decoder.Receive() ?? throw new InvalidDataException("the noise was not decoded");
    }
}
