using Confluent.Kafka;
using ResultLog;
using ResultLog.Read;
using Sinks.Kafka;
using Xunit;

namespace Sinks.Tests.Kafka;

public sealed class DeliveryReportsTests
{
    private static readonly Error Delivered = new(ErrorCode.NoError), NoRight = new(ErrorCode.TopicAuthorizationFailed), TooLarge = new(ErrorCode.MsgSizeTooLarge), Full = new(ErrorCode.Local_QueueFull);

    private readonly RecordBatch _batch = new();
    private readonly DeliveryReports _reports;

    public DeliveryReportsTests()
    {
        for (var offset = 10; offset < 14; offset++)
            _batch.Add(new(offset, 0, RecordKind.Result, ReadOnlyMemory<byte>.Empty));
        _reports = new(_batch);
    }

    private List<Action<Error>> SendAll() => [.. _reports.Unsent().ToList().Select(place => _reports.Send(place, "results"))];

    [Fact]
    public void Only_what_is_done_without_a_hole_is_taken_off()
    {
        var reports = SendAll();
        reports[1](Delivered);
        Assert.Equal(0, _reports.TakeDone());
        reports[0](Delivered);
        Assert.Equal(2, _reports.TakeDone());
        reports[3](Delivered);
        reports[2](Delivered);
        Assert.Equal((2, 0), (_reports.TakeDone(), _reports.TakeDone()));
    }

    [Fact]
    public async Task It_is_settled_when_the_last_is_reported()
    {
        var reports = SendAll();
        var reported = _reports.WaitForAllAsync();
        reports[..3].ForEach(report => report(Delivered));
        Assert.False(reported.IsCompleted);
        reports[3](Delivered);
        await reported.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.True(_reports.WaitForAllAsync().IsCompleted);
    }

    [Fact]
    public void What_failed_is_sent_again_and_nothing_else()
    {
        var reports = SendAll();
        reports[0](Delivered);
        reports[1](NoRight);
        Assert.Equal("no right to write to topic results; give the user WRITE and DESCRIBE on it", _reports.TakeFault());
        Assert.Null(_reports.TakeFault());
        _batch.Acknowledge(_reports.TakeDone());
        Assert.True(_reports.AreOf(_batch));
        Assert.Equal([0], _reports.Unsent());
        Assert.Equal(11, _batch[0].Offset);
    }

    [Fact]
    public void A_full_queue_is_no_fault()
    {
        SendAll()[2](Full);
        Assert.Null(_reports.TakeFault());
        Assert.Equal([2], _reports.Unsent());
    }

    [Fact]
    public void What_is_refused_for_good_is_done()
    {
        var reports = SendAll();
        reports[0](TooLarge);
        Assert.Equal((1, 1), (_reports.TakeDone(), _reports.Refused));
    }

    [Fact]
    public void A_report_that_comes_after_its_client_is_gone_says_nothing()
    {
        var reports = SendAll();
        _reports.Abandon();
        reports[0](Delivered);
        Assert.Equal([0, 1, 2, 3], _reports.Unsent());
        Assert.True(_reports.WaitForAllAsync().IsCompleted);
    }

    [Fact]
    public void Another_batch_has_other_receipts()
    {
        _batch.Add(new(14, 0, RecordKind.Result, ReadOnlyMemory<byte>.Empty));
        Assert.False(_reports.AreOf(_batch));
    }
}
