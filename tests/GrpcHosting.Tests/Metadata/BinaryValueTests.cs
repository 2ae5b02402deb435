using GrpcHosting.Metadata;
using Xunit;

namespace GrpcHosting.Tests.Metadata;

public class BinaryValueTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("AA==", "00")]
    [InlineData("AA", "00")]
    [InlineData("q6s=", "ABAB")]
    [InlineData("q6s", "ABAB")]
    [InlineData("q6ur", "ABABAB")]
    public void Base64_is_read_with_and_without_its_padding(string text, string hex)
    {
        Assert.True(BinaryValue.TryDecode(text, out var value));
        Assert.Equal(hex, Convert.ToHexString(value));
        Assert.Equal(text.TrimEnd('='), BinaryValue.Encode(value));
    }

    [Theory]
    [InlineData("A")]
    [InlineData("AAAAA")]
    [InlineData("A*==")]
    [InlineData("AA A")]
    [InlineData("_-==")]
    public void Anything_else_is_refused(string text) => Assert.False(BinaryValue.TryDecode(text, out _));
}
