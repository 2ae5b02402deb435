using System.Numerics;
using Media;
using Xunit;

namespace Annotate.Tests;

public class AnnotatorTests
{
    private static readonly string[] Labels = ["person", "bicycle"];
    private static readonly AnnotateOptions BoxesOnly = new() { Labels = false, Skeletons = false };
    private static readonly DetectedObject Person = new(0, 0.87f, 41, 41, 121, 111);

    public static MatrixTheoryData<PixelFormat, ColorMatrix, ColorRange> Colours { get; } =
        new(Enum.GetValues<PixelFormat>(), Enum.GetValues<ColorMatrix>(), Enum.GetValues<ColorRange>());

    [Theory]
    [MemberData(nameof(Colours))]
    public void A_box_has_its_palette_colour_in_every_format_matrix_and_range(PixelFormat format, ColorMatrix matrix, ColorRange range)
    {
        for (var id = 0; id < Palette.Count; id++)
        {
            var picture = new GuardedPicture(format, 160, 120, matrix, range);
            new Annotator(Labels, BoxesOnly).Draw(picture.Frame, Found.Boxes(Person with { ClassId = id }));
            AssertNear(Palette.ColourOf(id), PixelReader.At(picture, 80, 40));
            AssertNear(Palette.ColourOf(id), PixelReader.At(picture, 40, 80));
        }
    }

    [Theory]
    [InlineData(PixelFormat.I420)]
    [InlineData(PixelFormat.Nv12)]
    [InlineData(PixelFormat.Rgb24)]
    public void A_picture_of_odd_size_has_full_colour_in_its_last_pixel(PixelFormat format)
    {
        var picture = new GuardedPicture(format, 161, 121);
        new Annotator(Labels, BoxesOnly).Draw(picture.Frame, Found.Boxes(new DetectedObject(0, 1, 0, 0, 161, 121)));
        AssertNear(Palette.ColourOf(0), PixelReader.At(picture, 160, 120));
    }

    [Fact]
    public void Nv12_is_I420_with_its_chroma_interleaved()
    {
        var planar = Drawn(PixelFormat.I420, Found.Person(Person, keypointScore: 1));
        var interleaved = Drawn(PixelFormat.Nv12, Found.Person(Person, keypointScore: 1));
        for (var y = 0; y < 120; y++)
            Assert.Equal(planar.Row(0, y), interleaved.Row(0, y));
        for (var at = 0; at < 60 * 80; at++)
        {
            var (x, y) = (at % 80, at / 80);
            Assert.Equal((planar.Row(1, y)[x], planar.Row(2, y)[x]), (interleaved.Row(1, y)[2 * x], interleaved.Row(1, y)[2 * x + 1]));
        }
    }

    /// <summary>Any change of the look changes these; look at pictures before writing new ones down.</summary>
    [Theory]
    [InlineData(PixelFormat.I420, 741_053_313u)]
    [InlineData(PixelFormat.Rgb24, 2_892_573_000u)]
    public void A_small_drawing_is_the_same_to_the_bit(PixelFormat format, uint crc) =>
        Assert.Equal(crc, Drawn(format, Found.Person(Person, keypointScore: 1), trackIds: 7).Samples().Aggregate(0u, BitOperations.Crc32C));

    [Fact]
    public void A_track_keeps_its_colour_when_its_class_changes()
    {
        var before = new GuardedPicture(PixelFormat.Rgb24, 160, 120);
        var after = new GuardedPicture(PixelFormat.Rgb24, 160, 120);
        var annotator = new Annotator(Labels, BoxesOnly);
        annotator.Draw(before.Frame, Found.Boxes(Person), [5]);
        annotator.Draw(after.Frame, Found.Boxes(Person with { ClassId = 1 }), [5]);
        Assert.Equal(Palette.ColourOf(5), PixelReader.At(before, 80, 40));
        Assert.Equal(before.Samples(), after.Samples());
    }

    [Fact]
    public void Keypoints_that_the_model_is_unsure_of_are_not_drawn()
    {
        var plain = Drawn(PixelFormat.I420, Found.Boxes(Person)).Samples();
        Assert.Equal(plain, Drawn(PixelFormat.I420, Found.Person(Person, keypointScore: 0.49f)).Samples());
        Assert.NotEqual(plain, Drawn(PixelFormat.I420, Found.Person(Person, keypointScore: 0.5f)).Samples());
    }

    [Theory]
    [InlineData(1e6f)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void A_limb_to_a_point_absurdly_far_away_is_not_drawn(float x)
    {
        var absurd = Found.Person(Person, keypointScore: 1, leftWrist: new Keypoint(x, 60, 1));
        var unseen = Found.Person(Person, keypointScore: 1, leftWrist: new Keypoint(60, 60, 0));
        Assert.Equal(Drawn(PixelFormat.I420, unseen).Samples(), Drawn(PixelFormat.I420, absurd).Samples());
    }

    [Fact]
    public void Left_limbs_and_right_limbs_differ_in_colour()
    {
        var picture = Drawn(PixelFormat.Rgb24, Found.Person(Person, keypointScore: 1));
        var (leftAnkle, rightAnkle) = (PixelReader.At(picture, 95, 108), PixelReader.At(picture, 66, 108));
        Assert.True(leftAnkle.B > leftAnkle.R, $"left is {leftAnkle}");
        Assert.True(rightAnkle.R > rightAnkle.B, $"right is {rightAnkle}");
    }

    [Fact]
    public void What_is_outside_the_picture_or_no_box_leaves_it_untouched()
    {
        var untouched = new GuardedPicture(PixelFormat.I420, 160, 120).Samples();
        ReadOnlySpan<DetectedObject> boxes =
        [
            new(0, 1, -50, 10, -1, 60), new(0, 1, 160, 10, 200, 60), new(0, 1, 10, 120, 60, 200), new(0, 1, 10, -9, 60, 0),
            new(0, 1, 30, 30, 30, 30), new(0, 1, 60, 60, 30, 30), new(0, 1, float.NaN, 10, 60, 60), new(0, 1, 10, 10, 60, float.NaN),
        ];
        foreach (ref readonly var box in boxes)
            Assert.Equal(untouched, Drawn(PixelFormat.I420, Found.Boxes(box)).Samples());
    }

    // At 1080p a full tag is 14 pixels high and wider than two people far away.
    [Fact]
    public void The_tag_of_a_small_object_has_smaller_letters_and_stays_inside_the_picture()
    {
        var near = TagHeight(new DetectedObject(0, 0.87f, 900, 500, 1300, 1000));
        Assert.InRange(TagHeight(new DetectedObject(0, 0.87f, 900, 500, 935, 570)), 8, near - 5);
        Assert.InRange(TagHeight(new DetectedObject(0, 0.87f, 1900, 2, 1930, 60)), 8, near - 5);
        Assert.InRange(TagHeight(new DetectedObject(0, 0.87f, -10, 1060, 12, 1090)), 8, near - 5);

        int TagHeight(DetectedObject one)
        {
            var (tagged, plain) = (new GuardedPicture(PixelFormat.Rgb24, 1920, 1080), new GuardedPicture(PixelFormat.Rgb24, 1920, 1080));
            new Annotator(Labels).Draw(tagged.Frame, Found.Boxes(one));
            new Annotator(Labels, BoxesOnly).Draw(plain.Frame, Found.Boxes(one));
            return Enumerable.Range(0, 1080).Count(y => !tagged.Row(0, y).SequenceEqual(plain.Row(0, y)));
        }
    }

    [Fact]
    public void An_unknown_class_is_drawn_with_its_score_alone()
    {
        var unknown = Drawn(PixelFormat.I420, Found.Boxes(Person with { ClassId = 99 })).Samples();
        Assert.NotEqual(unknown, Drawn(PixelFormat.I420, Found.Boxes(Person with { ClassId = 99, Score = 0.5f })).Samples());
    }

    [Fact]
    public void Drawing_allocates_nothing_in_steady_state()
    {
        var (picture, found, annotator) = (new GuardedPicture(PixelFormat.I420, 160, 120), Found.Person(Person, keypointScore: 1), new Annotator(Labels));
        int[] tracks = [12];
        annotator.Draw(picture.Frame, found, tracks);
        Assert.Equal(0, Allocated.By(() => annotator.Draw(picture.Frame, found, tracks), times: 10));
    }

    private static GuardedPicture Drawn(PixelFormat format, Detections found, params int[] trackIds)
    {
        var picture = new GuardedPicture(format, 160, 120);
        new Annotator(Labels).Draw(picture.Frame, found, trackIds);
        return picture;
    }

    /// <summary>Eight-bit Y'CbCr of limited range is 2.3 levels of R'G'B' coarse.</summary>
    private static void AssertNear(Rgb expected, Rgb actual)
    {
        var furthest = Math.Max(Math.Abs(expected.R - actual.R), Math.Max(Math.Abs(expected.G - actual.G), Math.Abs(expected.B - actual.B)));
        Assert.True(furthest <= 3, $"{actual} where {expected} was drawn");
    }
}
