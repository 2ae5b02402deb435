using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

public sealed class FrameGateTests
{
    private static int Admitted(IEnumerable<long> times, double targetFps)
    {
        var gate = new FrameGate();
        return times.Count(time => gate.TryAdmit(time, targetFps));
    }

    private static IEnumerable<long> Times(int frames, double fps) => Enumerable.Range(0, frames).Select(index => (long)(index * 90_000 / fps));

    [Theory]
    [InlineData(30, 0, 300), InlineData(30, 30, 300), InlineData(30, 60, 300), InlineData(30, 15, 150), InlineData(30, 10, 100), InlineData(30, 20, 200)]
    [InlineData(29.97, 29.97, 300), InlineData(25, 12.5, 150), InlineData(30, 1, 10)]
    public void Frames_are_thinned_to_the_asked_rate(double source, double target, int admitted) =>
        Assert.InRange(Admitted(Times(300, source), target), admitted - 1, admitted + 1);

    // Matroska counts milliseconds: 0, 33, 67, 100. A gate that took 33 for early once let half of the frames through.
    [Theory, InlineData(30, 300), InlineData(15, 150)]
    public void Times_in_milliseconds_cost_no_frame(double target, int admitted)
    {
        var times = Times(300, 30).Select(time => (long)Math.Round(time / 90.0) * 90);
        Assert.InRange(Admitted(times, target), admitted - 1, admitted + 1);
    }

    [Fact]
    public void A_jittering_camera_loses_nothing_at_its_own_rate()
    {
        var random = new Random(1);
        Assert.Equal(300, Admitted(Times(300, 25).Select(time => time + random.Next(-400, 400)), 25));
    }

    [Fact]
    public void A_gap_is_not_made_up_for_by_a_burst()
    {
        var after = Times(30, 30).Select(time => time + 900_000);
        Assert.InRange(Admitted(Times(30, 30).Concat(after), 10), 19, 21);
    }

    [Fact]
    public void Time_that_jumps_back_starts_the_rhythm_anew() =>
        Assert.InRange(Admitted(Times(30, 30).Concat(Times(30, 30)), 10), 19, 21);

    // A unit is judged before it is decoded, frames of earlier times may still come: what is refused then must not have been wanted.
    [Theory, InlineData(1), InlineData(7), InlineData(12.5), InlineData(25)]
    public void A_frame_that_would_not_be_admitted_now_is_not_later(double target)
    {
        var gate = new FrameGate();
        var times = Times(300, 25).ToArray();
        var refused = new HashSet<long>();
        for (var i = 0; i + 4 < times.Length; i++)
        {
            refused.UnionWith(times[i..(i + 4)].Where(time => !gate.AllowsOrigin(time, target)));
            Assert.False(gate.TryAdmit(times[i], target) && refused.Contains(times[i]));
        }

        Assert.Equal(target < 25, refused.Count > 0);
    }
}
