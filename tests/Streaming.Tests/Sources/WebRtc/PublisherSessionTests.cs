using Media;
using Streaming.Sources.WebRtc;
using Xunit;

namespace Streaming.Tests.Sources.WebRtc;

/// <summary>Anyone may end a session; only who reads it lets go of what is unread.</summary>
public sealed class PublisherSessionTests : IDisposable
{
    private readonly PublisherSession _session = new("door", isLive: true, Timeout.InfiniteTimeSpan, client: null, TimeProvider.System, _ => { });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public void What_was_sent_before_the_end_is_read()
    {
        Send([1, 2]);
        Send([3]);
        _session.WaitUntilOpen(Cancel);
        Assert.True(_session.TryRead(out var unit, Cancel));
        _session.End();
        Assert.Equal([1, 2], unit.Bytes.ToArray());
        Assert.True(_session.TryRead(out unit, Cancel));
        Assert.Equal([3], unit.Bytes.ToArray());
        Assert.Equal(0, _session.Skipped);
    }

    [Fact]
    public void What_is_unread_when_its_stream_lets_go_counts_as_skipped()
    {
        Send([1]);
        Send([2]);
        Assert.True(_session.TryRead(out _, Cancel));
        Assert.False(_session.IsEnded);
        _session.Dispose();
        Assert.True(_session.IsEnded);
        Assert.Equal(1, _session.Skipped);
        Assert.False(_session.TryRead(out _, Cancel));
    }

    // The peer is asked for a key frame alone, which a queue with room never needs.
    private void Send(byte[] bytes) => _session.OnUnit(null!, EncodedUnit.Of(bytes, default, isKey: true));
}
