using GrpcHosting.Metadata;
using Xunit;

namespace GrpcHosting.Tests.Metadata;

public class GrpcTimeoutTests
{
    [Theory]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("2M", 1_200_000_000)]
    [InlineData("3S", 30_000_000)]
    [InlineData("999m", 9_990_000)]
    [InlineData("15u", 150)]
    [InlineData("150n", 2)]
    [InlineData("0n", 0)]
    [InlineData("99999999H", 99_999_999 * TimeSpan.TicksPerHour)]
    public void A_timeout_is_digits_and_a_unit(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryParse(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("1s")]
    [InlineData("-1S")]
    [InlineData("+1S")]
    [InlineData(" 1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1SS")]
    [InlineData("٣S")]
    public void Everything_else_is_refused(string text) => Assert.False(GrpcTimeout.TryParse(text, out _));

    [Theory]
    [InlineData(1, "100n")]
    [InlineData(10_000_000, "1000000u")]
    [InlineData(36_000_000_000 * 24, "86400000m")]
    [InlineData(-5, "0n")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_told_in_the_finest_unit_that_fits(long ticks, string text) =>
        Assert.Equal(text, GrpcTimeout.Format(TimeSpan.FromTicks(ticks)));
}
