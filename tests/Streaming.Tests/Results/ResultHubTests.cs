using Streaming.Results;
using Wire.V1;
using Xunit;

namespace Streaming.Tests.Results;

public sealed class ResultHubTests
{
    private readonly ResultHub _hub = new(maxSubscribers: 2, TimeProvider.System);

    private void Publish(int from, int count)
    {
        for (var i = from; i < from + count; i++)
            _hub.Publish(new FrameResult { Sequence = i });
    }

    private static List<long> Read(SubscriberQueue<PublishedResult> subscriber)
    {
        var sequences = new List<long>();
        while (subscriber.Reader.TryRead(out var result))
            sequences.Add(result.Message.Sequence);
        return sequences;
    }

    [Fact]
    public void A_subscriber_gets_what_comes_after_it()
    {
        Publish(0, 3);
        var subscriber = _hub.Subscribe()!;
        Publish(3, 3);
        Assert.Equal([3, 4, 5], Read(subscriber));
        Assert.Equal(5, _hub.Latest!.Message.Sequence);
    }

    // With one place in all, a viewer that found the new stream first took its own client's.
    [Fact]
    public void The_client_whose_stream_it_is_has_a_place_however_many_were_faster()
    {
        var hub = new ResultHub(maxSubscribers: 1, TimeProvider.System);
        Assert.NotNull(hub.Subscribe());
        Assert.Null(hub.Subscribe(SubscriberKind.Grpc));
        var owner = hub.SubscribeOwner(SubscriberKind.Grpc);
        hub.Publish(new FrameResult { Sequence = 1 });
        Assert.Equal([1], Read(owner));
        hub.Unsubscribe(owner);
        Assert.Equal((1, 0), (hub.SubscriberCount, hub.Subscribers(SubscriberKind.Grpc)));
    }

    [Fact]
    public void A_slow_subscriber_loses_its_oldest_and_another_none()
    {
        var (slow, quick) = (_hub.Subscribe()!, _hub.Subscribe()!);
        for (var i = 0; i < 100; i++)
        {
            Publish(i, 1);
            Assert.Equal([i], Read(quick));
        }

        Assert.Equal(Enumerable.Range(36, 64).Select(index => (long)index), Read(slow));
        Assert.Equal((36, 0, 36), (slow.Dropped, quick.Dropped, _hub.Dropped));
    }

    [Fact]
    public void What_was_lost_stays_counted_when_a_subscriber_leaves()
    {
        var subscriber = _hub.Subscribe()!;
        Publish(0, 70);
        _hub.Unsubscribe(subscriber);
        Assert.Equal((6, 0), (_hub.Dropped, _hub.SubscriberCount));
        Publish(70, 100);
        Assert.Equal(6, _hub.Dropped);
    }

    [Fact]
    public void There_are_as_many_subscribers_as_may_be()
    {
        var first = _hub.Subscribe()!;
        Assert.NotNull(_hub.Subscribe());
        Assert.Null(_hub.Subscribe());
        _hub.Unsubscribe(first);
        Assert.NotNull(_hub.Subscribe());
    }

    [Fact]
    public async Task The_end_comes_after_what_is_left()
    {
        var early = _hub.Subscribe()!;
        Publish(0, 2);
        _hub.Complete();
        Assert.Equal([0, 1], Read(early));
        Assert.False(await early.Reader.WaitToReadAsync(TestContext.Current.CancellationToken));
        Assert.False(await _hub.Subscribe()!.Reader.WaitToReadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void The_text_and_the_bytes_are_made_once_for_all()
    {
        var (one, other) = (_hub.Subscribe()!, _hub.Subscribe()!);
        Publish(7, 1);
        Assert.True(one.Reader.TryRead(out var a) && other.Reader.TryRead(out var b) && a.Json.Equals(b.Json) && a.Protobuf.Equals(b.Protobuf));
        Assert.Equal(7, FrameResultJson.Parse(a.Json.Span).Sequence);
        Assert.Equal(a.Message, FrameResult.Parser.ParseFrom(a.Protobuf.Span));
    }
}
