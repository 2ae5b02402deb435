using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

public class StatusMessageTests
{
    [Theory]
    [InlineData("")]
    [InlineData("100 %25 ~")]
    public void What_fits_stays(string encoded) => Assert.Equal(encoded, StatusMessage.Cut(encoded));

    // 😈 is four bytes, so twelve characters.
    [Fact]
    public void A_message_is_cut_between_characters() =>
        Assert.All(Enumerable.Range(4080, 16), plain =>
        {
            var cut = StatusMessage.Cut(new string('a', plain) + string.Concat(Enumerable.Repeat("%F0%9F%98%88", 3)));
            Assert.Equal(plain + (StatusMessage.MaxLength - plain) / 12 * 12, cut.Length);
        });

    [Fact]
    public void One_that_is_escapes_alone_is_cut_all_the_same() =>
        Assert.InRange(StatusMessage.Cut(string.Concat(Enumerable.Repeat("%80", 5000))).Length, 0, StatusMessage.MaxLength);
}
