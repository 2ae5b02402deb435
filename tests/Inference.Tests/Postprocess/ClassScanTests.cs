using Inference.Postprocess;
using Xunit;

namespace Inference.Tests.Postprocess;

public class ClassScanTests
{
    [Theory]
    [InlineData(nameof(SimdLevel.Avx2))]
    [InlineData(nameof(SimdLevel.Avx512))]
    public void A_kernel_finds_what_its_scalar_twin_finds_in_numbers_of_every_kind(string kernel)
    {
        var level = Enum.Parse<SimdLevel>(kernel);
        Assert.SkipUnless(SimdLevels.IsSupported(level), $"this machine has no {level}");
        float[] special = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0, -0f, 0.25f, float.Epsilon];
        foreach (var count in new[] { 1, 7, 8, 9, 15, 16, 17, 31, 33, 100, ClassScan.Block })
        {
            var random = new Random(count);
            const int classes = 5;
            var anchors = count + 3;
            var scores = new float[classes * anchors];
            foreach (ref var score in scores.AsSpan())
                score = random.Next(4) == 0 ? special[random.Next(special.Length)] : random.NextSingle();

            var (scalar, simd) = (new ClassScan(SimdLevel.Scalar), new ClassScan(level));
            scalar.Scan(scores, anchors, 2, count, 0.25f);
            simd.Scan(scores, anchors, 2, count, 0.25f);
            Assert.Equal(scalar.Scores, simd.Scores);
            Assert.Equal(scalar.Classes, simd.Classes);
            Assert.Equal(scalar.NextFound(0, count), simd.NextFound(0, count));
        }
    }

    [Fact]
    public void Of_equal_classes_the_first_wins_and_anchors_without_a_score_are_passed_over()
    {
        var scan = new ClassScan(SimdLevels.Best);
        scan.Scan([0.1f, 0.5f, 0.1f, 0.6f, 0.1f, 0.5f, 0.1f, 0.7f], anchors: 4, first: 0, count: 4, confidence: 0.2f);
        Assert.Equal([-1, 0, -1, 1], scan.Classes[..4]);
        Assert.Equal((1, 3, 4), (scan.NextFound(0, 4), scan.NextFound(2, 4), scan.NextFound(4, 4)));
    }
}
