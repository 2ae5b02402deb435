using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

/// <summary>Cameras in simulation: frames that come by the clock on the wall, and times that are told of them.</summary>
public sealed class MediaClockTests
{
    private const long Second = 90_000;

    [Theory]
    [InlineData(25, 0), InlineData(25, 30), InlineData(10, 300), InlineData(1, 300), InlineData(1.0 / 60, 1000)]
    public void A_good_clocks_times_come_out_as_they_went_in(double fps, double jitterMs)
    {
        var camera = new SimulatedCamera(fps) { JitterMs = jitterMs };
        Assert.All(camera.Run(400), frame => Assert.Equal(frame.Told, frame.Time));
        Assert.Null(camera.Clock.Warning);
    }

    [Theory, InlineData(0.995), InlineData(1.005), InlineData(1.0001)]
    public void Clocks_drift_and_are_good_all_the_same(double rate)
    {
        var camera = new SimulatedCamera(25) { Tell = media => (long)(media * rate) };
        Assert.All(camera.Run(50_000), frame => Assert.Equal(frame.Told, frame.Time));
        Assert.Null(camera.Clock.Warning);
    }

    // A server sends what it has from the last key frame on, a network stalls and then gives all at once.
    [Theory, InlineData(10, 10), InlineData(0.2, 30)]
    public void What_comes_in_a_burst_keeps_its_times(double fps, double burstSeconds)
    {
        var camera = new SimulatedCamera(fps) { Backlog = burstSeconds };
        Assert.All(camera.Run(50), frame => Assert.Equal(frame.Told, frame.Time));
        camera.Backlog = 5;
        Assert.All(camera.Run(200), frame => Assert.Equal(frame.Told, frame.Time));
        Assert.Null(camera.Clock.Warning);
    }

    [Fact]
    public void Frames_that_are_shown_before_one_that_came_earlier_keep_their_times()
    {
        // I0 P4 B2 B1 B3 P8 B6 B5 B7 …
        var camera = new SimulatedCamera(25) { Order = SimulatedCamera.Pyramid };
        Assert.All(camera.Run(401), frame => Assert.Equal(frame.Told, frame.Time));
        Assert.Null(camera.Clock.Warning);
    }

    [Fact]
    public void A_camera_that_pauses_is_no_outlier()
    {
        var camera = new SimulatedCamera(25);
        for (var pause = 1; pause < 100; pause += 7)
        {
            Assert.All(camera.Run(20), frame => Assert.Equal(frame.Told, frame.Time));
            camera.Pause(pause);
        }

        Assert.Null(camera.Clock.Warning);
    }

    [Theory, InlineData(9800), InlineData(-9800), InlineData(30), InlineData(-30), InlineData(1e9)]
    public void One_frame_in_twenty_is_hours_away_and_gets_the_time_that_it_is_due_at(double seconds)
    {
        var camera = new SimulatedCamera(10);
        camera.Tell = media => media + (camera.Index % 20 == 13 ? (long)(seconds * Second) : 0);
        var frames = camera.Run(1000);
        Assert.All(frames, frame => Assert.InRange(frame.Time - frame.Media, -Second / 20, Second / 20));
        Assert.All(frames.Where(frame => frame.Told == frame.Media), frame => Assert.Equal(frame.Told, frame.Time));
        Assert.Contains("out of line", camera.Clock.Warning, StringComparison.Ordinal);
    }

    [Theory, InlineData(18_000), InlineData(-3600), InlineData(-4), InlineData(20), InlineData(-1.0)]
    public void A_clock_that_was_set_goes_on_from_where_it_was(double seconds)
    {
        var camera = new SimulatedCamera(10);
        camera.Tell = media => media + (camera.Index >= 100 ? (long)(seconds * Second) : 0);
        var frames = camera.Run(1000);
        Assert.All(frames, frame => Assert.InRange(frame.Time - frame.Media, -Second / 20, Second / 20));
        Assert.Contains($"jumped {Math.Abs(seconds):0.#} s {(seconds > 0 ? "ahead" : "back")}", camera.Clock.Warning, StringComparison.Ordinal);
    }

    // A file in a loop: its times begin again.
    [Fact]
    public void A_clock_that_is_set_every_few_seconds_goes_on_all_the_same()
    {
        var camera = new SimulatedCamera(25) { Tell = media => media % (4 * Second) };
        Assert.All(camera.Run(2000), frame => Assert.InRange(frame.Time - frame.Media, -Second / 5, Second / 5));
    }

    [Theory]
    [InlineData(1 / 90.0, "runs 90 times too slow"), InlineData(0.5, "runs 2 times too slow"), InlineData(8, "runs 8 times too fast"), InlineData(0.8333, "runs 17 % too slow")]
    [InlineData(1.2, "runs 20 % too fast"), InlineData(0.97, "runs 3 % too slow"), InlineData(11.111, "runs 11 times too fast"), InlineData(1000, "are in disorder")]
    [InlineData(0, "stands still"), InlineData(1e-6, "stands still")]
    public void A_clock_that_does_not_keep_pace_is_left_for_the_walls(double rate, string warning)
    {
        foreach (var jitterMs in (double[])[0, 20])
        {
            var camera = new SimulatedCamera(10) { Tell = media => (long)(media * rate), JitterMs = jitterMs };
            var frames = camera.Run(600);
            AssertAscends(frames);
            var after = frames[400..];
            Assert.All(after.Zip(after.Skip(10)), pair => Assert.InRange((pair.Second.Time - pair.First.Time) / (double)(pair.Second.Media - pair.First.Media), 0.9, 1.1));
            // With jitter the measure is a little off, and its words are the same.
            Assert.Contains(jitterMs == 0 ? warning : warning[^8..], camera.Clock.Warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_wrong_clock_keeps_the_order_in_which_frames_are_shown()
    {
        var camera = new SimulatedCamera(25) { Order = SimulatedCamera.Pyramid, Tell = media => media / 90 };
        var shown = camera.Run(401)[100..].OrderBy(frame => frame.Media).ToArray();
        AssertAscends(shown);
        Assert.All(shown, frame => Assert.InRange(frame.Time - frame.Media - (shown[0].Time - shown[0].Media), -Second / 4, Second / 4));
    }

    [Fact]
    public void A_clock_that_keeps_pace_again_is_followed_again()
    {
        var camera = new SimulatedCamera(10);
        camera.Tell = media => camera.Index < 300 ? media / 90 : media;
        var after = camera.Run(1000)[600..];
        Assert.All(after, frame => Assert.Equal(after[0].Time - after[0].Told, frame.Time - frame.Told));
    }

    [Fact]
    public void Frames_without_a_time_get_that_of_their_arrival()
    {
        var camera = new SimulatedCamera(10) { Tells = false, JitterMs = 10 };
        var frames = camera.Run(200);
        AssertAscends(frames);
        Assert.All(frames, frame => Assert.InRange(frame.Time - frame.Media, -Second / 20, Second / 20));
        Assert.Contains("carry no times", camera.Clock.Warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_one_frame_have_the_same_time()
    {
        var camera = new SimulatedCamera(50) { Tell = media => media / 3600 * 3600 };
        Assert.All(camera.Run(500), frame => Assert.InRange(frame.Time - frame.Told, 0, 1));
        Assert.Null(camera.Clock.Warning);
    }

    // A clock that is another every second or two is never known; its times go on all the same, and do not run away.
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public void Whatever_is_told_times_go_on_and_do_not_run_away(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 200; round++)
        {
            var camera = new SimulatedCamera(random.Next(1, 40)) { JitterMs = random.Next(100) };
            var (rate, offset) = (1.0, 0.0);
            var extremes = (long[])[long.MinValue, long.MaxValue, 0, -1, 1L << 33, uint.MaxValue];
            camera.Tell = media =>
            {
                if (random.Next(50) == 0)
                    (rate, offset) = (random.Next(4) switch { 0 => 1, 1 => 0, 2 => 0.01, _ => random.NextDouble() * 10 }, (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(12)));
                return random.Next(10) == 0 ? extremes[random.Next(extremes.Length)] : unchecked((long)(media * rate + offset));
            };
            var frames = camera.Run(500);
            Assert.True(frames[^1].Time > frames[0].Time);
            var seconds = (frames[^1].Time - frames[0].Time) / (double)Second;
            var passed = (frames[^1].Media - frames[0].Media) / (double)Second;
            Assert.InRange(seconds / passed, 0.5, 4);
        }
    }

    [Fact]
    public void What_comes_as_fast_as_it_is_taken_is_judged_by_its_order_alone()
    {
        var clock = new MediaClock(isLive: false, reorders: false);
        long Next(long told) => clock.Next(told, TimeSpan.Zero, TimeSpan.MaxValue);
        Assert.Equal([0, 3000, 900_000_000, 900_003_000], new long[] { 0, 3000, 900_000_000, 900_003_000 }.Select(Next));
        // It begins again, and then it stands.
        var times = Enumerable.Repeat(0L, 10).Select(Next).ToArray();
        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second > pair.First));
    }

    [Fact]
    public void It_allocates_nothing_for_a_frame()
    {
        var clock = new MediaClock(isLive: true, reorders: true);
        for (var i = 0; i < 100; i++)
            clock.Next(i * 3600, TimeSpan.FromMilliseconds(i * 40), TimeSpan.FromMilliseconds(30));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 100; i < 10_000; i++)
            clock.Next(i % 20 == 3 ? i * 1_000_000L : i * 3600, TimeSpan.FromMilliseconds(i * 40), TimeSpan.FromMilliseconds(30));
        // The one warning.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2000);
    }

    private static void AssertAscends(IReadOnlyCollection<SimulatedFrame> frames) =>
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.Second.Time > pair.First.Time));
}
