using Microsoft.Extensions.Time.Testing;

namespace Testing;

/// <summary>A clock that the test moves, and that tells whether somebody waits for it yet.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private int _begun, _over;

    /// <summary>Timers there ever were.</summary>
    public int Timers => Volatile.Read(ref _begun);

    /// <summary>Of these, those that were disposed.</summary>
    public int Disposed => Volatile.Read(ref _over);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Watched(base.CreateTimer(callback, state, dueTime, period), this);
        Interlocked.Increment(ref _begun);
        return timer;
    }

    private sealed class Watched(ITimer timer, WatchedTime time) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            timer.Dispose();
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
                Interlocked.Increment(ref time._over);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
