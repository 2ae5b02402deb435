using Wire.V1;

namespace Streaming.Results;

/// <summary>Fans one stream's results out to its subscribers, none of which can slow it or another.</summary>
/// <remarks>One publisher; subscribers come and go on any thread. The list is copied on change and read without a lock.</remarks>
public sealed class ResultHub(int maxSubscribers, TimeProvider time)
{
    // Two seconds of a 30 fps stream: what a viewer may lag before it loses its oldest results.
    private const int QueueCapacity = 64;

    private readonly Lock _change = new();
    private readonly int[] _byKind = new int[Enum.GetValues<SubscriberKind>().Length];
    private SubscriberQueue<PublishedResult>[] _subscribers = [];
    private PublishedResult? _latest;
    private long _droppedByFormer;
    private bool _completed;

    public PublishedResult? Latest => Volatile.Read(ref _latest);

    /// <summary>How long ago the frame of the newest result arrived; null before the first.</summary>
    public TimeSpan? LatestAge => Latest is { } latest ? time.GetElapsedTime(latest.Published) + TimeSpan.FromMicroseconds(latest.Message.Timing?.TotalUs ?? 0) : null;

    public int SubscriberCount => _subscribers.Length;

    public int Subscribers(SubscriberKind kind) => Volatile.Read(ref _byKind[(int)kind]);

    /// <summary>Results that slow subscribers lost, those that left included.</summary>
    public long Dropped
    {
        get
        {
            // A subscriber that leaves is counted among the former or the present, never in both or neither.
            lock (_change)
                return _droppedByFormer + _subscribers.Sum(subscriber => subscriber.Dropped);
        }
    }

    public void Publish(FrameResult message)
    {
        var result = new PublishedResult(message, time.GetTimestamp());
        Volatile.Write(ref _latest, result);
        foreach (var subscriber in Volatile.Read(ref _subscribers))
            subscriber.Write(result);
    }

    /// <summary>A new queue of the results from now on; null when there are as many subscribers as may be.</summary>
    public SubscriberQueue<PublishedResult>? Subscribe(SubscriberKind kind = SubscriberKind.Local)
    {
        lock (_change)
            return _subscribers.Length >= maxSubscribers ? null : Add(kind);
    }

    /// <summary>The queue of the client whose stream it is: it has a place, however many others were faster.</summary>
    public SubscriberQueue<PublishedResult> SubscribeOwner(SubscriberKind kind)
    {
        lock (_change)
            return Add(kind);
    }

    public void Unsubscribe(SubscriberQueue<PublishedResult> subscriber)
    {
        lock (_change)
        {
            _subscribers = [.. _subscribers.Where(other => other != subscriber)];
            _droppedByFormer += subscriber.Dropped;
            _byKind[(int)subscriber.Kind]--;
        }
    }

    /// <summary>No result comes any more: subscribers read what is left and end.</summary>
    public void Complete()
    {
        lock (_change)
        {
            _completed = true;
            foreach (var subscriber in _subscribers)
                subscriber.Complete();
        }
    }

    private SubscriberQueue<PublishedResult> Add(SubscriberKind kind)
    {
        var subscriber = new SubscriberQueue<PublishedResult>(QueueCapacity, kind);
        if (_completed)
            subscriber.Complete();
        _subscribers = [.. _subscribers, subscriber];
        _byKind[(int)kind]++;
        return subscriber;
    }
}
