using Server.Publishing;
using Streaming.Pipeline;
using Xunit;

namespace Server.Tests.Publishing;

public sealed class CreditWindowTests
{
    [Fact]
    public void A_window_of_units_may_be_on_the_way_and_not_one_more()
    {
        var window = new CreditWindow(3, lossless: false);

        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => window.TryTake()));
    }

    [Fact]
    public void A_live_unit_gives_its_place_back_when_it_was_inferred_or_dropped()
    {
        var window = Taken(3, lossless: false);

        Assert.Equal(2, window.Grant(Counts(inferred: 1, dropped: 1), written: 0));
        Assert.Equal(0, window.Grant(Counts(inferred: 1, dropped: 1), written: 0));
        Assert.Equal(1, window.Grant(Counts(inferred: 1, dropped: 2), written: 0));
    }

    [Fact]
    public void A_lossless_unit_gives_its_place_back_when_its_result_was_written_or_it_was_dropped()
    {
        var window = Taken(3, lossless: true);

        Assert.Equal(1, window.Grant(Counts(inferred: 2, dropped: 1), written: 0));
        Assert.Equal(1, window.Grant(Counts(inferred: 2, dropped: 1), written: 1));
    }

    [Fact]
    public void A_unit_of_many_pictures_opens_one_place()
    {
        var window = Taken(1, lossless: false);

        Assert.Equal(1, window.Grant(Counts(inferred: 10, dropped: 0), written: 0));
    }

    private static CreditWindow Taken(int units, bool lossless)
    {
        var window = new CreditWindow(units, lossless);
        for (var i = 0; i < units; i++)
            Assert.True(window.TryTake());
        return window;
    }

    private static FrameCounts Counts(long inferred, long dropped)
    {
        var reasons = new long[Enum.GetValues<DropReason>().Length];
        reasons[0] = dropped;
        return new(inferred + dropped, inferred, reasons, 0);
    }
}
