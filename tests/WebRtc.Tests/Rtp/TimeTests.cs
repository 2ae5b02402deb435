using WebRtc.Rtp;
using Xunit;

namespace WebRtc.Tests.Rtp;

public class TimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, 250, TimeSpan.Zero);

    [Fact]
    public void NTP_time_keeps_a_wall_time_to_a_tick()
    {
        Assert.Equal(2_208_988_800UL << 32, NtpTime.From(DateTimeOffset.UnixEpoch).Value);
        Assert.InRange((NtpTime.From(Noon).ToDateTimeOffset() - Noon).Duration().Ticks, 0, 1);
    }

    [Fact]
    public void A_capture_time_is_found_around_a_sender_report_even_where_timestamps_wrap()
    {
        var clock = new SenderClock(90_000);
        Assert.Null(clock.CaptureTime(0));
        clock.Update(NtpTime.From(Noon), uint.MaxValue - 44_999);
        Assert.Equal(500, (clock.CaptureTime(0)!.Value - Noon).TotalMilliseconds, 0.001);
        Assert.Equal(-1000, (clock.CaptureTime(uint.MaxValue - 134_999)!.Value - Noon).TotalMilliseconds, 0.001);
    }

    // A clock that was set counts from anywhere until the next report.
    [Fact]
    public void A_report_says_nothing_of_a_timestamp_that_is_hours_away()
    {
        var clock = new SenderClock(90_000);
        clock.Update(NtpTime.From(Noon), 1000);
        Assert.NotNull(clock.CaptureTime(1000 + 60 * 90_000));
        Assert.Null(clock.CaptureTime(1000 + 9800u * 90_000));
        Assert.Null(clock.CaptureTime(unchecked(1000 - 9800u * 90_000)));
    }

    [Fact]
    public void A_sender_without_a_wall_clock_gives_no_capture_times()
    {
        var clock = new SenderClock(90_000);
        clock.Update(default, 1);
        Assert.Null(clock.CaptureTime(1));
    }

    [Fact]
    public void Abs_capture_time_adds_the_offset_to_the_senders_clock()
    {
        var bytes = new byte[16];
        AbsCaptureTime.Write(bytes, NtpTime.From(Noon));
        // -0.5 s as signed 32.32.
        Convert.FromHexString("FFFFFFFF80000000").CopyTo(bytes, 8);
        Assert.True(AbsCaptureTime.TryRead(bytes, out var time));
        Assert.Equal(-500, (time.ToDateTimeOffset() - Noon).TotalMilliseconds, 0.001);
        Assert.False(AbsCaptureTime.TryRead(bytes.AsSpan(0, 7), out _));
    }

    [Fact]
    public void Presentation_times_pass_the_wrap_count_steps_back_and_go_on_with_another_source()
    {
        var clock = new PresentationClock(90_000);
        Assert.Equal(0, clock.Next(1, uint.MaxValue - 999, TimeSpan.Zero));
        Assert.Equal(3000, clock.Next(1, 2000, TimeSpan.FromMilliseconds(30)));
        Assert.Equal(2000, clock.Next(1, 1000, TimeSpan.FromMilliseconds(60)));
        Assert.Equal(1, clock.Backward);
        Assert.Equal(2000 + 90_000, clock.Next(2, 77_777_777, TimeSpan.FromMilliseconds(1060)));
        Assert.Equal(1, clock.Backward);
    }

    [Fact]
    public void Sequence_numbers_unwrap_in_both_directions()
    {
        var unwrapper = new SequenceUnwrapper();
        var first = unwrapper.Unwrap(65534);
        Assert.Equal(first + 3, unwrapper.Unwrap(1));
        Assert.Equal(first - 1, unwrapper.Unwrap(65533));
        Assert.Equal(first + 2, unwrapper.Unwrap(0));
    }

    [Fact]
    public void Reception_counts_loss_and_jitter_as_RFC_3550_does()
    {
        var statistics = new ReceptionStatistics(7, 90_000);
        // Ten packets of which number 4 and 5 are lost, each 10 ms late by turns.
        for (var i = 0; i < 10; i++)
            if (i is not (4 or 5))
                statistics.Add(65_530 + i, (uint)(i * 3000), TimeSpan.FromMilliseconds(i * 100 / 3.0 + i % 2 * 10));
        statistics.OnSenderReport(new(0x0001_2345_6789_0000), TimeSpan.FromSeconds(1));
        var report = statistics.Report(TimeSpan.FromSeconds(3));
        Assert.Equal((7u, 2, 65_539u, 2u * 65536), (report.Ssrc, report.CumulativeLost, report.HighestSequence, report.DelaySinceLast));
        Assert.Equal(2 * 256 / 10, report.FractionLost);
        Assert.Equal(0x2345_6789u, report.LastSenderReport);
        // Seven transits of 900 ticks, each a sixteenth of the way: 900 (1 - (15/16)^7).
        Assert.InRange(report.Jitter, 315u, 330u);
        Assert.Equal(0, statistics.Report(TimeSpan.FromSeconds(4)).FractionLost);
    }
}
