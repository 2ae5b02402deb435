using ResultLog.Pump;
using Xunit;

namespace ResultLog.Tests;

public sealed class BackOffTests
{
    [Fact]
    public void Pauses_double_up_to_the_bound_with_jitter_in_their_upper_half()
    {
        var backOff = new BackOff(100, 1000);
        foreach (var most in (int[])[100, 200, 400, 800, 1000, 1000])
            Assert.InRange(backOff.Next().TotalMilliseconds, most / 2.0, most);
    }

    // It was once reset by every answer: a camera that was gone again after a frame was asked four times a second.
    [Fact]
    public void Only_a_session_of_some_length_makes_them_short_again()
    {
        var backOff = new BackOff(100, 100_000);
        for (var i = 0; i < 5; i++)
        {
            backOff.Next();
            backOff.Lasted(TimeSpan.FromSeconds(9.9));
        }

        Assert.InRange(backOff.Next().TotalMilliseconds, 1600, 3200);
        backOff.Lasted(TimeSpan.FromSeconds(10));
        Assert.InRange(backOff.Next().TotalMilliseconds, 50, 100);
    }
}
