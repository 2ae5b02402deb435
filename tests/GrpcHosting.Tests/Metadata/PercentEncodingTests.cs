using GrpcHosting.Metadata;
using Xunit;

namespace GrpcHosting.Tests.Metadata;

public class PercentEncodingTests
{
    // The first is that of the interoperability case special_status_message.
    [Theory]
    [InlineData("\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n",
        "%09%0Atest with whitespace%0D%0Aand Unicode BMP %E2%98%BA and non-BMP %F0%9F%98%88%09%0A")]
    [InlineData("100 % ~", "100 %25 ~")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void A_message_crosses_as_printable_ASCII(string message, string encoded)
    {
        Assert.Equal(encoded, PercentEncoding.Encode(message));
        Assert.Equal(message, PercentEncoding.Decode(encoded));
    }

    [Theory]
    [InlineData("50%", "50%")]
    [InlineData("%zz", "%zz")]
    [InlineData("%", "%")]
    public void What_is_no_escape_stays(string encoded, string message) => Assert.Equal(message, PercentEncoding.Decode(encoded));

    [Fact]
    public void A_message_is_cut_between_characters_before_clients_refuse_its_trailers()
    {
        var encoded = PercentEncoding.Encode(new string('a', 4090) + "😈😈");
        Assert.Equal(4090, encoded.Length);
        Assert.InRange(PercentEncoding.Encode(new string('x', 100_000)).Length, 1, 4096);
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_a_replacement_character() => Assert.Equal("%EF%BF%BD", PercentEncoding.Encode("\ud83d"));
}
