using GrpcHosting.Framing;
using Xunit;

namespace GrpcHosting.Tests.Framing;

public class PartialMessagesTests
{
    [Fact]
    public void What_would_exceed_the_bound_is_refused_and_not_counted()
    {
        var partial = new PartialMessages(100);
        long one = 0, other = 0;
        Assert.True(partial.TryHold(ref one, 60));
        Assert.False(partial.TryHold(ref other, 41));
        Assert.True(partial.TryHold(ref other, 40));
        Assert.True(partial.TryHold(ref one, 10));
        Assert.Equal(50, partial.Bytes);
        Assert.True(partial.TryHold(ref one, 0));
        Assert.True(partial.TryHold(ref other, 0));
        Assert.Equal(0, partial.Bytes);
    }
}
