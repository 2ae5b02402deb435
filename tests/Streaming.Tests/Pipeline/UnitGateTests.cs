using Media;
using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

/// <summary>Units of a camera of 25 frames/s with a key frame every second.</summary>
public sealed class UnitGateTests
{
    private const int Gop = 25, FrameMs = 40;

    private static readonly TimeSpan Waited = TimeSpan.FromMilliseconds(30);

    private int _frame;

    [Fact]
    public void Nothing_is_decoded_before_the_first_key_frame()
    {
        _frame = 20;
        var gate = new UnitGate(isLive: true);
        for (var i = 0; i < 5; i++)
            Assert.Equal(DropReason.WaitingKeyframe, Next(gate));
        for (var i = 0; i < 100; i++)
            Assert.Null(Next(gate));
    }

    [Fact]
    public void A_stream_that_fell_behind_goes_on_with_the_key_frame_at_which_it_is_no_longer()
    {
        var gate = AfterTwoKeys();
        Assert.Null(Next(gate, lateMs: 400));
        Assert.Equal(DropReason.NotDecoded, Next(gate, lateMs: 510));
        // What follows refers to what was passed over, however punctual it is.
        while (_frame % Gop != 0)
            Assert.Equal(DropReason.NotDecoded, Next(gate, lateMs: 100));
        Assert.Null(Next(gate, lateMs: 100));
        Assert.Null(Next(gate, lateMs: 100));
    }

    [Fact]
    public void A_key_frame_that_is_late_itself_is_passed_over_too_when_it_comes_at_once()
    {
        var gate = AfterTwoKeys();
        while (_frame % Gop != Gop - 5)
            Assert.Null(Next(gate));
        for (var i = 0; i < 5; i++)
            Assert.Equal(DropReason.NotDecoded, Next(gate, lateMs: 2000));
        Assert.Equal(DropReason.NotDecoded, Next(gate, lateMs: 300));
    }

    // A machine so busy that the stream's thread is always woken late once gave no result at all.
    [Fact]
    public void However_late_it_stays_a_stream_is_decoded_a_key_frame_at_a_time()
    {
        var gate = AfterTwoKeys();
        var decoded = Enumerable.Range(0, 10 * Gop).Count(_ => Next(gate, lateMs: 2000) is null);
        Assert.InRange(decoded, 9, 10);
    }

    [Fact]
    public void Where_every_unit_is_a_key_frame_a_late_stream_is_decoded_twice_a_second()
    {
        var gate = new UnitGate(isLive: true);
        for (var i = 0; i < 25; i++)
            Assert.Null(gate.Refuse(Unit(i, isKey: true), TimeSpan.FromMilliseconds(i * FrameMs), Waited));
        var decoded = Enumerable.Range(25, 250).Count(i => gate.Refuse(Unit(i, isKey: true), TimeSpan.FromMilliseconds(i * FrameMs + 5000), TimeSpan.Zero) is null);
        Assert.InRange(decoded, 15, 20);
    }

    [Fact]
    public void What_waits_for_the_engine_is_never_passed_over()
    {
        var gate = AfterTwoKeys(isLive: false);
        for (var i = 0; i < 100; i++)
            Assert.Null(Next(gate, lateMs: i * 100));
    }

    // Of a stream that refreshes itself without key frames, or sends one when asked, there would be nothing more.
    [Fact]
    public void A_stream_whose_next_key_frame_nobody_knows_is_decoded_however_late()
    {
        var gate = new UnitGate(isLive: true);
        Assert.Null(Next(gate));
        for (var i = 1; i < 1000; i++)
            Assert.Null(gate.Refuse(Unit(i, isKey: false), TimeSpan.FromMilliseconds(i * (FrameMs + 10)), TimeSpan.Zero));
    }

    [Fact]
    public void Key_frames_that_stop_coming_end_the_passing_over()
    {
        var gate = AfterTwoKeys();
        var passed = 0;
        while (passed < 1000 && gate.Refuse(Unit(_frame, isKey: false), TimeSpan.FromMilliseconds(_frame++ * FrameMs + 5000), TimeSpan.Zero) is not null)
            passed++;
        Assert.InRange(passed, 200, 250);
    }

    [Fact]
    public void Raw_frames_cost_nothing_and_are_all_let_through()
    {
        var gate = new UnitGate(isLive: true);
        for (var i = 0; i < 100; i++)
        {
            var raw = new Frame { Format = PixelFormat.I420, Width = 2, Height = 2, Plane0 = 1, Stride0 = 2, Times = Times(i), Owner = new MemoryStream() };
            Assert.Null(gate.Refuse(EncodedUnit.Of(raw), TimeSpan.FromMilliseconds(i * FrameMs * 3), TimeSpan.Zero));
        }
    }

    [Fact]
    public void While_a_frame_waits_for_the_engine_the_next_are_wanted_only_when_it_grows_old()
    {
        var gate = new UnitGate(isLive: true);
        gate.Submitted(90_000);
        Assert.True(gate.IsWanted(90_000 + 3000, isBehind: false));
        Assert.False(gate.IsWanted(90_000 + 3000, isBehind: true));
        Assert.True(gate.IsWanted(90_000 + 6000, isBehind: true));
    }

    private UnitGate AfterTwoKeys(bool isLive = true)
    {
        var gate = new UnitGate(isLive);
        for (var i = 0; i < Gop + 10; i++)
            Assert.Null(Next(gate));
        return gate;
    }

    private DropReason? Next(UnitGate gate, double lateMs = 0) =>
        gate.Refuse(Unit(_frame, isKey: _frame % Gop == 0), TimeSpan.FromMilliseconds(_frame++ * FrameMs + lateMs), lateMs == 0 ? Waited : TimeSpan.Zero);

    private static EncodedUnit Unit(int frame, bool isKey) => EncodedUnit.Of(new byte[1], Times(frame), isKey);

    private static FrameTimes Times(int frame) => new(frame * FrameMs * 90, 0, null, 0, default);
}
