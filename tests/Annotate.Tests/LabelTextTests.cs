using Xunit;

namespace Annotate.Tests;

public class LabelTextTests
{
    [Theory]
    [InlineData("person", 7, 0.874f, true, "#7 person 0.87")]
    [InlineData("person", 0, 1f, true, "person 1.00")]
    [InlineData("person", 7, 0.5f, false, "#7 person")]
    [InlineData("", 0, 0.5f, true, "0.50")]
    [InlineData("", 0, 0.5f, false, "")]
    [InlineData("a name of more than twenty-eight characters", 0, 0.5f, true, "a name of more than twenty-… 0.50")]
    public void A_tag_tells_track_class_and_score(string name, int track, float score, bool withScore, string expected)
    {
        Span<char> text = stackalloc char[LabelText.MaxLength];
        Assert.Equal(expected, text[..LabelText.Write(text, name, track, score, withScore)]);
    }

    [Theory]
    [InlineData("person", 7, "#7")]
    [InlineData("person", 0, "person")]
    public void In_short_it_tells_the_track_or_else_the_class(string name, int track, string expected)
    {
        Span<char> text = stackalloc char[LabelText.MaxLength];
        Assert.Equal(expected, text[..LabelText.WriteShort(text, name, track)]);
    }

    [Theory]
    [InlineData(float.MaxValue)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void The_longest_tag_fits_its_room(float score)
    {
        Span<char> text = stackalloc char[LabelText.MaxLength];
        Assert.InRange(LabelText.Write(text, new string('x', 1000), int.MinValue, score, withScore: true), 40, LabelText.MaxLength);
    }
}
