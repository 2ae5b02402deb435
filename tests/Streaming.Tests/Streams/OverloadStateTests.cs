using Streaming.Streams;
using Xunit;

namespace Streaming.Tests.Streams;

public sealed class OverloadStateTests
{
    private static readonly EngineLoad Behind = new(Streams: 9, Offered: 225, Inferred: 18, Late: 200, Capacity: 19);
    private static readonly EngineLoad Between = Behind with { Inferred = 191, Late = 30 };
    private static readonly EngineLoad Good = Behind with { Inferred = 224, Late = 0 };

    // Cameras lose frames on their way: no slower engine is to blame.
    private static readonly EngineLoad Damaged = Behind with { Late = 1 };

    private readonly OverloadState _state = new();

    [Fact]
    public void It_is_behind_after_five_bad_seconds_and_caught_up_after_ten_good_ones()
    {
        Assert.Equal(5, SecondsUntilChange(Behind));
        Assert.True(_state.IsBehind);
        Assert.Equal(10, SecondsUntilChange(Good));
        Assert.False(_state.IsBehind);
    }

    [Fact]
    public void What_goes_to_and_fro_changes_nothing()
    {
        for (var second = 0; second < 100; second++)
            Assert.False(_state.Observe(second % 5 == 4 ? Between : Behind));
        SecondsUntilChange(Behind);
        for (var second = 0; second < 100; second++)
            Assert.False(_state.Observe(second % 10 == 9 ? Between : Good));
    }

    [Fact]
    public void Frames_that_are_lost_for_another_reason_are_no_overload()
    {
        for (var second = 0; second < 100; second++)
            Assert.False(_state.Observe(Damaged));
    }

    [Fact]
    public void An_engine_whose_streams_all_end_has_caught_up()
    {
        SecondsUntilChange(Behind);
        Assert.Equal(10, SecondsUntilChange(default));
    }

    [Fact]
    public void Numbers_are_told() =>
        Assert.Equal("9 streams offer 225 frames/s and get 18 results/s, 92 % are dropped; its capacity is about 19 frames/s", $"{Behind}");

    private int SecondsUntilChange(in EngineLoad load)
    {
        for (var second = 1; second <= 100; second++)
        {
            if (_state.Observe(load))
                return second;
        }

        return -1;
    }
}
