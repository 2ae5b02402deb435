using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

public class CallTimeoutTests
{
    [Theory]
    [InlineData("1H", 3600)]
    [InlineData("2M", 120)]
    [InlineData("3S", 3)]
    [InlineData("999m", 0.999)]
    [InlineData("15u", 15e-6)]
    [InlineData("150n", 150e-9)]
    [InlineData("0n", 0)]
    [InlineData("99999999H", 359_999_996_400)]
    public void A_timeout_is_digits_and_a_unit(string text, double seconds) => Assert.Equal(seconds, CallTimeout.Seconds(text)!.Value, 1e-12);

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
    public void Everything_else_is_refused(string text) => Assert.Null(CallTimeout.Seconds(text));
}
