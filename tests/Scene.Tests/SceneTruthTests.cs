using Scene.Raster;
using Xunit;

namespace Scene.Tests;

public sealed class SceneTruthTests
{
    private static SceneOptions Options(ulong seed, SceneView view = SceneView.Any, int count = 5) =>
        new() { Width = 320, Height = 180, Count = count, Seed = seed, View = view };

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Boxes_lie_in_the_picture_and_hold_every_visible_keypoint(ulong seed)
    {
        var scene = new PeopleScene(Options(seed));
        for (var frame = 0; frame < 200; frame += 20)
        {
            var truth = new Picture(scene, frame).Truth;
            for (var i = 0; i < truth.People.Length; i++)
                AssertConsistent(truth.People[i], truth.Keypoints(i));
        }
    }

    [Fact]
    public void A_box_is_exactly_as_large_as_the_pixels_that_differ_from_the_empty_place()
    {
        // Somebody alone and whole in the picture: every pixel of the body is the body's, and none is outside the box.
        var scene = new PeopleScene(Options(8, SceneView.Room, 1) with { Width = 640, Height = 360 });
        var picture = new Picture(scene, 30);
        var person = Assert.Single(picture.Truth.People.ToArray());
        var mask = Mask(scene);
        var columns = Enumerable.Range(0, 640).Where(x => Enumerable.Range(0, 360).Any(y => mask[y * 640 + x])).ToList();
        var rows = Enumerable.Range(0, 360).Where(y => Enumerable.Range(0, 640).Any(x => mask[y * 640 + x])).ToList();
        Assert.Equal(1, person.VisibleFraction);
        Assert.Equal((columns[0], rows[0], columns[^1] + 1, rows[^1] + 1), (person.XMin, person.YMin, person.XMax, person.YMax));
        Assert.Equal(mask.Count(shown => shown), person.Area);
    }

    [Fact]
    public void People_keep_their_ids_and_move_little_from_frame_to_frame()
    {
        var scene = new PeopleScene(Options(8, SceneView.Street));
        var before = new Picture(scene, 0).Truth.People.ToArray();
        for (var frame = 1; frame < 60; frame++)
        {
            var now = new Picture(scene, frame).Truth.People.ToArray();
            Assert.Equal(now.OrderBy(person => person.Id), now);
            foreach (var person in now)
            {
                if (before.FirstOrDefault(other => other.Id == person.Id) is not { Id: > 0 } same)
                    continue;
                Assert.InRange(person.XMin - same.XMin, -12, 12);
                Assert.InRange(person.YMax - same.YMax, -12, 12);
            }
            before = now;
        }
    }

    [Fact]
    public void Whoever_stands_behind_somebody_shows_less()
    {
        var fractions = new List<float>();
        foreach (var seed in (ulong[])[1, 2, 3, 4, 5, 6])
        {
            var scene = new PeopleScene(Options(seed, SceneView.Street, 12));
            for (var frame = 0; frame < 100; frame += 25)
            {
                foreach (var person in new Picture(scene, frame).Truth.People)
                    fractions.Add(person.VisibleFraction);
            }
        }
        Assert.All(fractions, fraction => Assert.InRange(fraction, 0, 1));
        Assert.Contains(fractions, fraction => fraction < 0.5f);
        Assert.True(fractions.Count(fraction => fraction > 0.9f) > fractions.Count / 2);
    }

    [Fact]
    public void Both_sides_of_a_face_are_where_they_belong()
    {
        // Somebody who faces the camera has the left eye to the right of the right one in the picture.
        var scene = new PeopleScene(Options(7, SceneView.Webcam, 1));
        var truth = new Picture(scene, 0).Truth;
        var keypoints = truth.Keypoints(0);
        Assert.Equal(KeypointVisibility.Visible, keypoints[0].Visibility);
        Assert.True(keypoints[1].X > keypoints[2].X, "left eye");
        Assert.True(keypoints[5].X > keypoints[6].X, "left shoulder");
        Assert.True(keypoints[0].Y > keypoints[1].Y, "nose below the eyes");
    }

    [Fact]
    public void Keypoints_outside_the_picture_are_marked_so()
    {
        var truth = new Picture(new(Options(7, SceneView.Webcam, 1)), 0).Truth;
        var ankle = truth.Keypoints(0)[15];
        Assert.Equal(KeypointVisibility.OutOfPicture, ankle.Visibility);
        Assert.Throws<ArgumentOutOfRangeException>(() => truth.Keypoints(1).Length);
    }

    private static void AssertConsistent(PersonTruth person, ReadOnlySpan<KeypointTruth> keypoints)
    {
        Assert.InRange(person.XMin, 0, person.XMax - 1);
        Assert.InRange(person.YMin, 0, person.YMax - 1);
        Assert.InRange(person.XMax, 1, 320);
        Assert.InRange(person.YMax, 1, 180);
        foreach (var keypoint in keypoints)
        {
            if (keypoint.Visibility != KeypointVisibility.Visible)
                continue;
            Assert.InRange(keypoint.X, person.XMin, person.XMax);
            Assert.InRange(keypoint.Y, person.YMin, person.YMax);
        }
    }

    /// <summary>The pixels that person 1 owned in the frame drawn last.</summary>
    private static bool[] Mask(PeopleScene scene) => [.. scene.Canvas.Fragments.Select(fragment => fragment.Owner == 1)];
}
