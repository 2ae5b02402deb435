using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

/// <summary>Packets of video that give no picture, by a clock of the test's.</summary>
public sealed class FrameWatchTests
{
    private readonly FrameWatch _watch = new(TimeSpan.FromSeconds(10));

    [Fact]
    public void Frames_that_come_are_no_fault_however_long()
    {
        for (var seconds = 0.0; seconds < 1000; seconds += 0.5)
        {
            _watch.Reset();
            Assert.Null(Unit(seconds, isKey: seconds % 2 == 0));
        }
    }

    [Fact]
    public void What_gives_no_frame_for_ten_seconds_says_how_much_came()
    {
        Unit(0, isKey: true);
        for (var seconds = 1; seconds < 10; seconds++)
            Assert.Null(Unit(seconds));
        Assert.Equal(
            "video comes, but nothing of it decodes: 10 packets within 10 s, 0 of them key frames; is its codec the one that it names, is it encrypted?", Unit(10));
    }

    [Fact]
    public void Three_key_frames_that_give_none_are_enough_unless_they_come_at_once()
    {
        Unit(0, isKey: true);
        // Each unit of motion JPEG is one.
        for (var seconds = 0.1; seconds < 3.25; seconds += 0.1)
            Assert.Null(Unit(seconds, isKey: true));
        Assert.NotNull(Unit(3.4, isKey: true));
    }

    [Fact]
    public void A_frame_begins_it_anew()
    {
        for (var seconds = 0; seconds < 10; seconds++)
            Unit(seconds, isKey: seconds == 0);
        _watch.Reset();
        for (var seconds = 10; seconds < 20; seconds++)
            Assert.Null(Unit(seconds));
        Assert.NotNull(Unit(20));
    }

    [Fact]
    public void A_pause_is_no_time_in_which_nothing_decoded()
    {
        Unit(0, isKey: true);
        Assert.Null(Unit(3600));
        Assert.Null(Unit(3600.1));
        Assert.Null(Unit(3601));
    }

    [Fact]
    public void The_first_key_frame_is_waited_for_six_times_as_long()
    {
        for (var seconds = 0.0; seconds < 59.5; seconds += 0.5)
            Assert.Null(Unit(seconds));
        Assert.Contains("no key frame", Unit(60), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_a_minute_is_waited_for_three_minutes()
    {
        for (var seconds = 0.0; seconds < 179; seconds += 60)
            Assert.Null(Unit(seconds, isKey: seconds == 0, interval: 60));
        Assert.NotNull(Unit(180, interval: 60));
    }

    private string? Unit(double seconds, bool isKey = false, double interval = 0.04) =>
        _watch.Observe(isKey, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(interval));
}
