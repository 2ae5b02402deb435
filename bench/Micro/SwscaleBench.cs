using BenchmarkDotNet.Attributes;
using FFmpeg;
using Inference.Preprocess;
using Media;

namespace Micro;

/// <summary>1920×1080 I420 to [3, 640, 640] on one core: the letterbox against swscale and a vectorised normalise.</summary>
public class SwscaleBench
{
    private const int Input = 640, ContentHeight = 360;

    private readonly Letterbox _letterbox = new();
    private readonly PixelConverter _swscale = new();
    private readonly float[] _tensor = new float[3 * Input * Input];
    private DecodedNoise _noise = null!;
    private Frame _frame;

    [GlobalSetup]
    public void Setup()
    {
        _noise = new DecodedNoise(1920, 1080);
        _frame = _noise.Picture.ToFrame(default);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _noise.Dispose();
        _swscale.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void BilinearAndNormalise() => ScaleAndNormalise(ScaleFilter.Bilinear);

    [Benchmark]
    public void FastBilinearAndNormalise() => ScaleAndNormalise(ScaleFilter.FastBilinear);

    [Benchmark]
    public LetterboxTransform Letterbox() => _letterbox.Convert(_frame, _tensor, Input, Input);

    /// <summary>The second step of both baselines alone.</summary>
    [Benchmark]
    public void Normalise() => Normaliser.Fill(_noise.Rgb(Input, ContentHeight), _tensor, Input, Input);

    private void ScaleAndNormalise(ScaleFilter filter)
    {
        using var rgb = _swscale.ToRgb(_noise.Picture, Input, ContentHeight, filter);
        Normaliser.Fill(rgb, _tensor, Input, Input);
    }
}
