using Xunit;

namespace Scene.Tests;

public sealed class PeopleSceneTests
{
    private static readonly SceneOptions Small = new() { Width = 160, Height = 90, Count = 3, Seed = 5 };

    [Theory]
    [InlineData(SceneView.Webcam, 3271788482u)]
    [InlineData(SceneView.Room, 2090317922u)]
    [InlineData(SceneView.Street, 3658506252u)]
    [InlineData(SceneView.Overhead, 2427143088u)]
    public void A_seed_gives_the_same_bytes_on_every_machine(SceneView view, uint crc) =>
        Assert.Equal(crc, new Picture(new(Small with { View = view }), 42).Crc);

    [Fact]
    public void A_frame_does_not_depend_on_the_frames_before_it()
    {
        var scene = new PeopleScene(Small);
        var (forward, last) = (new Picture(scene, 0), new Picture(scene, 900));
        _ = new Picture(scene, 1_000_000_007);
        var again = new Picture(new(Small), 900);
        Assert.Equal(last.Crc, again.Crc);
        Assert.Equal(forward.Crc, new Picture(scene, 0).Crc);
        Assert.Equal(last.Truth.People.ToArray(), again.Truth.People.ToArray());
    }

    [Fact]
    public void Another_seed_or_frame_is_another_picture()
    {
        var scene = new PeopleScene(Small);
        Assert.NotEqual(new Picture(scene, 0).Crc, new Picture(scene, 1).Crc);
        Assert.NotEqual(new Picture(scene, 0).Crc, new Picture(new(Small with { Seed = 6 }), 0).Crc);
    }

    [Fact]
    public void Samples_stay_within_limited_range()
    {
        var picture = new Picture(new(Small with { View = SceneView.Street }), 10);
        Assert.All(picture.Y, sample => Assert.InRange(sample, 16, 235));
        Assert.All(picture.U.Concat(picture.V), sample => Assert.InRange(sample, 16, 240));
    }

    [Fact]
    public void Rows_may_be_longer_than_the_picture_and_their_padding_is_left_alone()
    {
        var (width, height) = (Small.Width, Small.Height);
        var scene = new PeopleScene(Small);
        var plain = new Picture(scene, 3);
        var (y, u, v) = (new byte[200 * height], new byte[100 * height / 2], new byte[100 * height / 2]);
        scene.Render(3, y, 200, u, 100, v, 100, new());
        for (var row = 0; row < height; row++)
        {
            Assert.Equal(plain.Y.AsSpan(row * width, width), y.AsSpan(row * 200, width));
            Assert.Equal(-1, y.AsSpan(row * 200 + width, 200 - width).IndexOfAnyExcept((byte)0));
        }
        Assert.Equal(plain.V.AsSpan(0, width / 2), v.AsSpan(0, width / 2));
    }

    [Fact]
    public void A_plane_that_is_too_small_is_refused_by_name()
    {
        var scene = new PeopleScene(Small);
        var plane = new byte[160 * 90];
        var fault = Assert.Throws<ArgumentException>(() => scene.Render(0, plane, 160, plane, 80, new byte[80 * 44], 80, new()));
        Assert.Equal("v", fault.ParamName);
    }

    [Fact]
    public void Rendering_allocates_nothing()
    {
        var scene = new PeopleScene(Small with { Count = 6, View = SceneView.Room });
        var (y, u, v) = (new byte[160 * 90], new byte[80 * 45], new byte[80 * 45]);
        var truth = new SceneTruth();
        Render(0, 3);
        Assert.Equal(0, Allocated.By(() => Render(3, 30)));

        void Render(int from, int to)
        {
            for (var frame = from; frame < to; frame++)
                scene.Render(frame, y, 160, u, 80, v, 80, truth);
        }
    }

    [Theory, Trait("Ring", "slow")]
    [InlineData(64, 64), InlineData(66, 1080), InlineData(1920, 70)]
    public void Any_size_holds_a_full_house(int width, int height)
    {
        foreach (var view in Enum.GetValues<SceneView>())
        {
            var picture = new Picture(new(new() { Width = width, Height = height, Count = 32, Seed = 99, View = view }), 77);
            Assert.InRange(picture.Truth.People.Length, 1, 32);
        }
    }

    [Fact]
    public void An_empty_scene_is_a_still_place()
    {
        var picture = new Picture(new(Small with { Count = 0 }), 0);
        Assert.True(picture.Truth.People.IsEmpty);
        Assert.True(picture.Y.Distinct().Count() > 20);
    }
}
