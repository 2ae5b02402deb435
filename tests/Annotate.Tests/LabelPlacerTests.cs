using Xunit;

namespace Annotate.Tests;

public class LabelPlacerTests
{
    private static readonly Area Picture = new(0, 0, 640, 480);
    private static readonly Area Box = new(100, 100, 200, 300);

    [Fact]
    public void A_tag_lies_on_its_box() => Assert.Equal(Area.At(100, 80, 90, 20), Placed(Box));

    [Fact]
    public void At_the_upper_border_it_moves_inside_the_box() =>
        Assert.Equal(Area.At(100, 10, 90, 20), Placed(Box with { Top = 10 }));

    [Fact]
    public void At_the_right_border_it_moves_to_the_left() =>
        Assert.Equal(Area.At(550, 80, 90, 20), Placed(Box with { Left = 600, Right = 640 }));

    [Fact]
    public void At_the_left_border_it_stays_inside_the_picture() => Assert.Equal(0, Placed(Box with { Left = 0 }).Left);

    [Fact]
    public void Tags_of_one_place_take_turns_and_the_fifth_is_left_out()
    {
        var placer = new LabelPlacer();
        placer.Clear(8);
        var tops = Enumerable.Range(0, 4).Select(_ => placer.TryPlace(Box, 90, 20, Picture, out var tag) ? tag.Top : -1);
        Assert.Equal([80, 100, 300, 280], tops);
        Assert.False(placer.TryPlace(Box, 90, 20, Picture, out _));
        placer.Clear(8);
        Assert.True(placer.TryPlace(Box, 90, 20, Picture, out _));
    }

    [Fact]
    public void A_tag_larger_than_the_picture_is_left_out() => Assert.False(new LabelPlacer().TryPlace(Box, 641, 20, Picture, out _));

    private static Area Placed(Area box)
    {
        var placer = new LabelPlacer();
        placer.Clear(1);
        Assert.True(placer.TryPlace(box, 90, 20, Picture, out var tag));
        return tag;
    }
}
