using Media;
using Xunit;

namespace Annotate.Tests;

public class AnnotatorRubbishTests
{
    private static readonly float[] Extremes =
        [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, 0, -0f, 1e9f, -1e9f, int.MaxValue, int.MinValue];

    /// <summary>The seed is fixed, so that a failure comes again.</summary>
    [Theory]
    [InlineData(PixelFormat.I420)]
    [InlineData(PixelFormat.Nv12)]
    [InlineData(PixelFormat.Rgb24)]
    public void Rubbish_never_leaves_the_picture(PixelFormat format)
    {
        var random = new Random(20_260_101);
        var annotator = new Annotator(["", "person", new string('Ж', 300)]);
        for (var round = 0; round < 400; round++)
        {
            var picture = new GuardedPicture(format, random.Next(1, 400), random.Next(1, 200));
            annotator.Draw(picture.Frame, Rubbish(random, picture.Frame), [random.Next(), int.MinValue, 0, -1]);
            picture.AssertGuardsAreWhole();
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 500)]
    [InlineData(500, 1)]
    [InlineData(2, 3)]
    public void The_smallest_pictures_can_be_drawn_on(int width, int height)
    {
        var picture = new GuardedPicture(PixelFormat.I420, width, height);
        var untouched = picture.Samples();
        new Annotator(["person"]).Draw(picture.Frame, Found.Person(new DetectedObject(0, 1, 0, 0, width, height), keypointScore: 1));
        picture.AssertGuardsAreWhole();
        Assert.NotEqual(untouched, picture.Samples());
    }

    [Theory]
    [InlineData(0, 16)]
    [InlineData(1, 8)]
    public void A_picture_without_planes_or_with_overlapping_rows_is_refused(int hasPlane, int stride)
    {
        var picture = new GuardedPicture(PixelFormat.I420, 16, 16).Frame;
        var broken = picture with { Plane0 = hasPlane * picture.Plane0, Stride0 = stride };
        Assert.Throws<ArgumentException>(() => new Annotator([]).Draw(broken, new Detections(0, 0)));
    }

    private static Detections Rubbish(Random random, Frame picture)
    {
        var found = new Detections(12, 17);
        while (found.Count < found.Capacity)
        {
            var pose = found.Add(new DetectedObject(random.Next(-3, 6), Any(1), Any(picture.Width), Any(picture.Height), Any(picture.Width), Any(picture.Height)));
            foreach (ref var point in pose)
                point = new Keypoint(Any(picture.Width), Any(picture.Height), Any(1));
        }

        return found;

        float Any(float size) => random.Next(8) == 0 ? Extremes[random.Next(Extremes.Length)] : size * (3 * random.NextSingle() - 1);
    }
}
