using System.Text;
using Microsoft.AspNetCore.Http;
using Server.Subscriptions;
using Streaming.Results;
using Wire.V1;
using Xunit;

namespace Server.Tests.Subscriptions;

public sealed class ResultEventsTests : IDisposable
{
    private readonly WatchedTime _time = new();
    private readonly SubscriberQueue<PublishedResult> _queue = new(4);
    private readonly DefaultHttpContext _context = new();
    private readonly MemoryStream _sent = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Sent => Encoding.UTF8.GetString(_sent.ToArray());

    public void Dispose() => _sent.Dispose();

    private Task Serve()
    {
        _context.Response.Body = _sent;
        return ResultEvents.Serve(_context, _queue, () => "it is over", _time);
    }

    private static PublishedResult Result(int sequence, string label = "person") =>
        new(new FrameResult { StreamId = "door", SessionId = "s1", Sequence = sequence, Objects = { new DetectedObject { Label = label } } });

    [Fact]
    public async Task Each_result_is_an_event_with_its_identity_and_the_last_says_why_it_is_the_last()
    {
        _queue.Write(Result(7));
        _queue.Write(Result(8));
        _queue.Complete();
        await Serve();
        Assert.Equal("text/event-stream", _context.Response.ContentType);
        var json = Encoding.UTF8.GetString(Result(7).Json.Span);
        Assert.StartsWith($"retry: 3000\n\nid: s1/7\ndata: {json}\n\nid: s1/8\ndata: ", Sent, StringComparison.Ordinal);
        Assert.EndsWith("\n\nevent: end\ndata: {\"reason\":\"it is over\"}\n\n", Sent, StringComparison.Ordinal);
    }

    // A model's labels come from its file: none may end a line and begin an event of its own.
    [Fact]
    public async Task No_label_can_break_out_of_its_line()
    {
        _queue.Write(Result(1, "a\n\nevent: end\r\ndata: {}\r"));
        _queue.Complete();
        await Serve();
        Assert.Single(Sent.Split('\n', '\r'), line => line.StartsWith("event:", StringComparison.Ordinal));
        Assert.Equal(2, Sent.Split('\n', '\r').Count(line => line.StartsWith("data:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Silence_is_broken_by_comments_every_15_seconds()
    {
        var serving = Serve();
        for (var pings = 1; pings <= 3; pings++)
        {
            await Eventually.Be(() => _time.Timers == pings, () => Sent);
            _time.Advance(TimeSpan.FromSeconds(15) - TimeSpan.FromTicks(1));
            Assert.Equal(Silent(pings - 1), Sent);
            _time.Advance(TimeSpan.FromTicks(1));
            await Eventually.Be(() => Sent == Silent(pings), () => Sent);
        }

        _queue.Write(Result(1));
        await Eventually.Be(() => Sent.Contains("id: s1/1\n", StringComparison.Ordinal), () => Sent);
        _queue.Complete();
        await serving;
        await Eventually.Be(() => _time.Disposed == _time.Timers, () => _time.Disposed);

        static string Silent(int pings) => "retry: 3000\n\n" + string.Concat(Enumerable.Repeat(": ping\n\n", pings));
    }

    [Fact]
    public async Task A_viewer_that_leaves_ends_it()
    {
        using var gone = new CancellationTokenSource();
        _context.RequestAborted = gone.Token;
        var serving = Serve();
        await Eventually.Be(() => Sent.Length > 0, "it began");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }
}
