using Media;
using Streaming.Decode;
using Xunit;

namespace Streaming.Tests.Decode;

public sealed class InFlightUnitsTests
{
    private readonly InFlightUnits _units = new();

    [Fact]
    public void Frames_find_the_times_of_their_own_unit_in_any_order()
    {
        Add(0, 9000, 3000, 6000);
        foreach (var pts in new[] { 0, 3000, 6000, 9000 })
            Assert.Equal(At(pts), _units.Complete(pts));
        Assert.Equal(0, _units.WithoutFrame);
    }

    [Fact]
    public void A_time_that_no_unit_had_takes_the_newest_arrival_and_no_capture_time()
    {
        Add(0, 3000);
        Assert.Equal(new FrameTimes(4500, 4500, null, 3001, default), _units.Complete(4500));
    }

    [Fact]
    public void What_went_in_long_ago_is_forgotten()
    {
        Add([.. Enumerable.Range(0, 100).Select(pts => (long)pts)]);
        Assert.Equal(At(99), _units.Complete(99));
        Assert.Null(_units.Complete(1).CaptureTime);
    }

    [Fact]
    public void A_unit_that_stays_inside_while_a_later_frame_comes_out_is_passed_over()
    {
        Add(0, 9000, 3000, 6000);
        _units.Complete(0);
        _units.Complete(6000);
        Assert.Equal(1, _units.WithoutFrame);
        _units.Complete(9000);
        Assert.Equal(1, _units.WithoutFrame);
    }

    [Fact]
    public void A_unit_that_is_crowded_out_is_passed_over()
    {
        Add([.. Enumerable.Range(0, 40).Select(pts => (long)pts)]);
        Assert.Equal(8, _units.WithoutFrame);
    }

    [Fact]
    public void A_unit_that_could_not_be_decoded_is_not_passed_over_as_well()
    {
        Add(0, 3000);
        _units.RemoveNewest();
        Add(6000);
        _units.Complete(0);
        _units.Complete(6000);
        Assert.Equal(0, _units.WithoutFrame);
    }

    [Fact]
    public void A_frame_of_a_made_up_time_came_of_one_of_the_units_before()
    {
        Add(0, 3000, 6000);
        _units.Complete(4500);
        Assert.Equal(1, _units.WithoutFrame);
    }

    private void Add(params long[] times)
    {
        foreach (var pts in times)
            _units.Add(At(pts));
    }

    private static FrameTimes At(long pts) => new(pts, (uint)pts + 77, DateTimeOffset.UnixEpoch.AddSeconds(pts), pts + 1, default);
}
