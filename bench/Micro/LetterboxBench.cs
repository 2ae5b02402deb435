using BenchmarkDotNet.Attributes;
using Inference;
using Inference.Preprocess;
using Media;

namespace Micro;

/// <summary>One picture to one batch slot on one core, by kernel.</summary>
public class LetterboxBench
{
    private Picture _picture = null!;
    private Letterbox _scalar = null!, _avx2 = null!, _avx512 = null!;
    private float[] _tensor = [];
    private byte[] _bytes = [];

    [Params("1920x1080", "1280x720", "640x480")]
    public string Size { get; set; } = "";

    [Params(PixelFormat.I420, PixelFormat.Nv12, PixelFormat.Rgb24)]
    public PixelFormat Format { get; set; }

    /// <summary>Model input: this many pixels on both sides.</summary>
    [Params(640, 320)]
    public int Input { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var size = Size.Split('x').Select(int.Parse).ToArray();
        _picture = new Picture(Format, size[0], size[1]);
        (_scalar, _avx2, _avx512) = (new(SimdLevel.Scalar), new(SimdLevel.Avx2), new(SimdLevel.Avx512));
        _tensor = new float[3 * Input * Input];
        _bytes = new byte[3 * Input * Input];
    }

    [GlobalCleanup]
    public void Cleanup() => _picture.Dispose();

    [Benchmark(Baseline = true)]
    public LetterboxTransform Scalar() => _scalar.Convert(_picture.Frame, _tensor, Input, Input);

    [Benchmark]
    public LetterboxTransform Avx2() => _avx2.Convert(_picture.Frame, _tensor, Input, Input);

    [Benchmark]
    public LetterboxTransform Avx512() => _avx512.Convert(_picture.Frame, _tensor, Input, Input);

    [Benchmark]
    public LetterboxTransform Avx512Bytes() => _avx512.Convert(_picture.Frame, _bytes, Input, Input);
}
