using Media;

namespace Inference.Tests.Batching;

/// <summary>Stands for a frame's planes and counts how often they were given back.</summary>
internal sealed class Lease : IDisposable
{
    private int _releases;

    public int Releases => _releases;

    public Frame Frame(int width = 64, int height = 64, long arrival = 0) => new()
    {
        Format = PixelFormat.I420,
        Width = width,
        Height = height,
        Plane0 = 0,
        Stride0 = width,
        Times = new FrameTimes(0, 0, null, arrival, TimeSpan.Zero),
        Owner = this,
    };

    public void Dispose() => Interlocked.Increment(ref _releases);
}
