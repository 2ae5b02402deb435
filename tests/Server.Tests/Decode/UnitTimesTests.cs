using Inference;
using Server.Decode;
using Xunit;

namespace Server.Tests.Decode;

public sealed class UnitTimesTests
{
    [Fact]
    public void Frames_find_the_times_of_their_own_unit_in_any_order()
    {
        var times = new UnitTimes();
        foreach (var pts in new[] { 0, 9000, 3000, 6000 })
            times.Add(At(pts));

        foreach (var pts in new[] { 0, 3000, 6000, 9000 })
            Assert.Equal(At(pts), times.Of(pts));
    }

    [Fact]
    public void A_time_that_no_unit_had_takes_the_newest_arrival_and_no_capture_time()
    {
        var times = new UnitTimes();
        times.Add(At(0));
        times.Add(At(3000));

        Assert.Equal(new FrameTimes(4500, 4500, null, 3001, default), times.Of(4500));
    }

    [Fact]
    public void What_went_in_long_ago_is_forgotten()
    {
        var times = new UnitTimes();
        for (var i = 0; i < 100; i++)
            times.Add(At(i));

        Assert.Equal(At(99), times.Of(99));
        Assert.Null(times.Of(1).CaptureTime);
    }

    private static FrameTimes At(long pts) => new(pts, (uint)pts + 77, DateTimeOffset.UnixEpoch.AddSeconds(pts), pts + 1, default);
}
