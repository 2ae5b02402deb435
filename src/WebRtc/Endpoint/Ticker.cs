namespace WebRtc.Endpoint;

/// <summary>
/// The time of all peers: coarse, for what packets bring along while they come, and fine while a peer waits for a lost packet or its handshake. A
/// timer that is always fine costs as much as receiving a video does.
/// </summary>
internal sealed class Ticker : IAsyncDisposable
{
    /// <summary>Of noticing that nothing comes, and of asking for a lost packet.</summary>
    private static readonly TimeSpan Coarse = TimeSpan.FromMilliseconds(200), Fine = TimeSpan.FromMilliseconds(10);

    private readonly Func<bool> _advance;
    private readonly ITimer _timer;
    private volatile bool _isHurried, _isFine;
    private int _isTicking;

    /// <param name="advance">Tells whether the next time should be fine.</param>
    public Ticker(TimeProvider time, Func<bool> advance)
    {
        _advance = advance;
        _timer = time.CreateTimer(_ => Tick(), null, Coarse, Coarse);
    }

    /// <summary>From any thread: something waits for fine time.</summary>
    public void Hurry()
    {
        _isHurried = true;
        Follow();
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tick()
    {
        // A tick that takes longer than its period is not overtaken by the next.
        if (Interlocked.Exchange(ref _isTicking, 1) == 1)
            return;
        try
        {
            _isHurried = false;
            if (_advance())
                _isHurried = true;
            Follow();
        }
        finally
        {
            Volatile.Write(ref _isTicking, 0);
        }
    }

    private void Follow()
    {
        if (_isFine == _isHurried)
            return;
        _isFine = _isHurried;
        var period = _isFine ? Fine : Coarse;
        _timer.Change(period, period);
    }
}

/// <summary>Time since the endpoint's start, which every protocol part counts in.</summary>
internal sealed class EndpointClock(TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();

    public TimeProvider Time => time;

    public TimeSpan Now => time.GetElapsedTime(_start);

    public long ToTimestamp(TimeSpan at) => _start + (long)(at.TotalSeconds * time.TimestampFrequency);
}
