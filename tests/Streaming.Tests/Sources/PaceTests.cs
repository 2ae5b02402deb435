using System.Diagnostics;
using Streaming.Sources;
using Xunit;

namespace Streaming.Tests.Sources;

public sealed class PaceTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Frames_come_no_sooner_than_their_time()
    {
        var started = Stopwatch.GetTimestamp();
        var pace = new Pace(TimeProvider.System, TimeSpan.FromHours(1));
        for (var frame = 0; frame <= 10; frame++)
            pace.WaitUntil(frame * 3600, Cancel);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.38));
    }

    // A live playlist whose clock was set once stood still for as long as it had jumped.
    [Fact]
    public void Time_that_jumps_goes_on_from_there()
    {
        var pace = new Pace(TimeProvider.System, TimeSpan.FromSeconds(15));
        var started = Stopwatch.GetTimestamp();
        foreach (var hour in (int[])[0, 10, 2, 1000, 0])
            pace.WaitUntil(hour * 3600L * 90_000, Cancel);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 10);
        pace.WaitUntil(9000, Cancel);
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(0.08));
    }

    [Fact]
    public void A_stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.Throws<OperationCanceledException>(() => new Pace(TimeProvider.System, TimeSpan.FromHours(1)).WaitUntil(90_000 * 1000, stop.Token));
    }
}
