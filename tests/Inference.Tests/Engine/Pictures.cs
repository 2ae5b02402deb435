using Inference.Batching;
using Inference.Tests.Preprocess;
using Media;

namespace Inference.Tests.Engine;

/// <summary>Plain pictures whose colour tells which one it was: a tiny model scores class 0, 1, 2 by the mean of red, green, blue.</summary>
internal sealed class Pictures : IDisposable
{
    private readonly List<TestPicture> _pictures = [];

    public Frame Plain(byte red, byte green, byte blue, int width = 64, int height = 64)
    {
        var picture = new TestPicture(PixelFormat.Rgb24, width, height).Plain(red, green, blue);
        _pictures.Add(picture);
        return picture.Frame;
    }

    /// <summary>Different in every colour from every other index below 64, and above a confidence of 0.25.</summary>
    public Frame Numbered(int index) => Plain((byte)(80 + index % 8 * 20), (byte)(70 + index / 8 * 20), (byte)(255 - index * 2));

    /// <summary>Hands frames to a stream that waits for room, in order, and waits for their ends.</summary>
    public static IReadOnlyList<ReceivedResult> RunAll(InferenceEngine engine, IEnumerable<Frame> frames)
    {
        var collector = new Collector();
        using var stream = engine.OpenStream(new InferenceStreamOptions { Lossless = true }, collector);
        foreach (var (index, frame) in frames.Index())
            stream.Submit(frame, index);
        stream.Drain();
        return collector.All;
    }

    public void Dispose()
    {
        foreach (var picture in _pictures)
            picture.Dispose();
    }
}
