using System.Threading.Channels;

namespace Streaming.Results;

/// <summary>What one viewer has yet to read: bounded; when full the oldest goes (a viewer wants now), and that is counted.</summary>
public sealed class SubscriberQueue<T>
{
    private readonly Channel<T> _channel;
    private long _dropped;

    public SubscriberQueue(int capacity, SubscriberKind kind = SubscriberKind.Local)
    {
        Kind = kind;
        _channel = Channel.CreateBounded<T>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
    }

    public SubscriberKind Kind { get; }

    public ChannelReader<T> Reader => _channel.Reader;

    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Never waits. False once completed.</summary>
    public bool Write(T item) => _channel.Writer.TryWrite(item);

    public void Complete() => _channel.Writer.TryComplete();
}

/// <summary>How a subscriber reads. The metric's tag is the name in snake case.</summary>
public enum SubscriberKind
{
    /// <summary>Inside the program: the demo's screen, a benchmark.</summary>
    Local,
    Websocket,

    /// <summary>Server-sent events.</summary>
    Events,
    Grpc,
}
