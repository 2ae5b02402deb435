using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Server.Http.Query;
using Xunit;

namespace Server.Tests.Http;

public sealed class QueryReaderTests
{
    private static readonly QueryNumber<int> Quality = new("quality", 1, 100, 85, "");
    private static readonly QueryNumber<float> Confidence = new("conf", 0, 1, 0.25f, "");
    private static readonly QueryFlag Annotated = new("annotated", "");
    private static readonly QueryList Classes = new("classes", "");

    private static QueryReader Reader(string query) => new(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)));

    private static string? Fault(QueryReader reader) => (reader.Problem as ProblemHttpResult)?.ProblemDetails.Detail;

    [Theory]
    [InlineData("", 85), InlineData("quality=1", 1), InlineData("quality=100", 100), InlineData("Quality=7", 7), InlineData("quality=7&quality=9", 7)]
    public void A_number_within_its_bounds_is_read(string query, int value)
    {
        var reader = Reader(query);
        Assert.Equal(value, reader.Number(Quality));
        Assert.Null(reader.Problem);
    }

    [Theory]
    [InlineData("0"), InlineData("101"), InlineData("-1"), InlineData("1.5"), InlineData("1e1"), InlineData("high"), InlineData(""), InlineData("99999999999"), InlineData("0x10")]
    public void A_number_out_of_bounds_is_named_with_them(string text)
    {
        var reader = Reader($"quality={text}");
        Assert.Equal(85, reader.Number(Quality));
        Assert.Equal($"quality: is '{text}'; it must be a number in 1..100", Fault(reader));
    }

    [Theory, InlineData("NaN"), InlineData("Infinity"), InlineData("1.0001"), InlineData("-0.1")]
    public void A_fraction_out_of_bounds_is_named(string text)
    {
        var reader = Reader($"conf={text}");
        reader.Number(Confidence);
        Assert.Equal($"conf: is '{text}'; it must be a number in 0..1", Fault(reader));
    }

    [Theory, InlineData("", false), InlineData("annotated=true", true), InlineData("annotated=True", true), InlineData("annotated=false", false)]
    public void A_flag_is_true_or_false(string query, bool value)
    {
        var reader = Reader(query);
        Assert.Equal(value, reader.Flag(Annotated));
        Assert.Null(reader.Problem);
    }

    [Theory, InlineData("annotated=1"), InlineData("annotated=yes"), InlineData("annotated=")]
    public void Any_other_flag_is_a_fault(string query)
    {
        var reader = Reader(query);
        Assert.False(reader.Flag(Annotated));
        Assert.EndsWith("it must be true or false", Fault(reader), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_fault_is_the_one_that_is_told()
    {
        var reader = Reader("quality=0&conf=9");
        reader.Number(Quality);
        reader.Number(Confidence);
        Assert.StartsWith("quality: ", Fault(reader), StringComparison.Ordinal);
    }

    [Theory, InlineData("", ""), InlineData("classes=a,b", "a|b"), InlineData("classes=a&classes=b,c", "a|b|c"), InlineData("classes=,a,", "a")]
    public void A_list_has_commas_or_comes_again(string query, string values) =>
        Assert.Equal(values.Split('|', StringSplitOptions.RemoveEmptyEntries), Reader(query).List(Classes));

    [Theory]
    [InlineData("qualty=1", "qualty: is no parameter here; did you mean 'quality'? there are quality, annotated, classes")]
    [InlineData("x=1", "x: is no parameter here; there are quality, annotated, classes")]
    [InlineData("quality=1&quality=2", "quality: is given more than once")]
    [InlineData("classes=a&classes=b&Annotated=true", null)]
    public void A_name_that_is_not_known_is_answered_with_the_nearest(string query, string? told)
    {
        var reader = Reader(query);
        reader.Only([Quality, Annotated, Classes]);
        Assert.Equal(told, Fault(reader));
    }

    [Fact]
    public void A_name_of_any_length_is_repeated_in_short()
    {
        var reader = Reader(new string('a', 100_000) + "=1");
        reader.Only([Quality]);
        Assert.InRange(Fault(reader)!.Length, 64, 200);
    }
}
