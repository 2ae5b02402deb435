using Xunit;

namespace Scene.Tests;

public sealed class SceneOptionsTests
{
    [Fact]
    public void Every_parameter_is_read()
    {
        var options = SceneOptions.Parse("test://people?count=7&seed=18446744073709551615&size=640x360&fps=25&view=street");
        Assert.Equal(new() { Count = 7, Seed = ulong.MaxValue, Width = 640, Height = 360, FramesPerSecond = 25, View = SceneView.Street }, options);
    }

    [Theory]
    [InlineData("test://people")]
    [InlineData("test://people?")]
    public void Parameters_left_out_have_their_defaults(string address) => Assert.Equal(new(), SceneOptions.Parse(address));

    [Theory]
    [InlineData("test://people?count=33", "count must be a whole number from 0 to 32, not '33'")]
    [InlineData("test://people?count=-1", "count must be")]
    [InlineData("test://people?fps=0", "fps must be a whole number from 1 to 240")]
    [InlineData("test://people?seed=x", "seed must be")]
    [InlineData("test://people?size=640", "size must be WIDTHxHEIGHT")]
    [InlineData("test://people?size=63x480", "size's width must be a whole number from 64 to 3840, not '63'")]
    [InlineData("test://people?size=640x4000", "size's height must be")]
    [InlineData("test://people?size=641x480", "size's width must be even")]
    [InlineData("test://people?view=moon", "view must be any, webcam, room, street or overhead, not 'moon'")]
    [InlineData("test://people?colour=red", "Unknown parameter 'colour'")]
    [InlineData("test://people?count=1&count=2", "'count' is given twice")]
    [InlineData("test://people?count", "'count' is not name=value")]
    [InlineData("test://peoples", "is not test://people")]
    [InlineData("rtsp://people", "is not test://people")]
    public void A_fault_is_told_with_name_and_bound(string address, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => SceneOptions.Parse(address)).Message, StringComparison.Ordinal);

    [Fact]
    public void Options_made_in_code_are_held_to_the_same_bounds()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeopleScene(new() { Count = 33 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeopleScene(new() { Width = 62 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeopleScene(new() { Height = 101 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PeopleScene(new() { View = (SceneView)9 }));
    }
}
