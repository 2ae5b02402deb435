using Streaming.Pipeline;
using Xunit;

namespace Streaming.Tests.Pipeline;

public sealed class FrameAccountTests
{
    [Fact]
    public async Task Every_snapshot_is_exact_while_others_write()
    {
        var account = new FrameAccount();
        var writers = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                account.Received();
                if (i % 3 == 0)
                    account.Dropped((DropReason)(i % 8));
                else
                    account.Inferred();
            }
        })));
        do
            AssertExact(account.Snapshot());
        while (!writers.IsCompleted);
        await writers;

        var end = account.Snapshot();
        AssertExact(end);
        Assert.Equal((200_000, 0), (end.Received, end.InFlight));
    }

    [Fact]
    public void A_snapshot_stays_as_it_was()
    {
        var account = new FrameAccount();
        account.Received();
        account.Dropped(DropReason.Deadline);
        var before = account.Snapshot();
        account.Received();
        account.Dropped(DropReason.Deadline);
        Assert.Equal((1, 1), (before.Received, before.Dropped[(int)DropReason.Deadline]));
    }

    [Fact]
    public void Sessions_add_up_reason_by_reason()
    {
        var (a, b) = (new FrameAccount(), new FrameAccount());
        foreach (var account in (FrameAccount[])[a, b])
        {
            account.Received();
            account.Received();
            account.Dropped(DropReason.Superseded);
        }

        b.Inferred();
        var sum = a.Snapshot() + b.Snapshot();
        Assert.Equal((4, 1, 1, 2), (sum.Received, sum.Inferred, sum.InFlight, sum.Dropped[(int)DropReason.Superseded]));
    }

    private static void AssertExact(FrameCounts counts) =>
        Assert.True(counts.Received == counts.Inferred + counts.TotalDropped + counts.InFlight && counts.InFlight >= 0, $"{counts}");
}
