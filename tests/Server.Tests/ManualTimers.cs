namespace Server.Tests;

/// <summary>A clock whose timers fire when they are told to.</summary>
internal sealed class ManualTimers : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Timer> _timers = [];

    /// <summary>Timers that run.</summary>
    public IReadOnlyList<TimeSpan> Running
    {
        get
        {
            lock (_gate)
                return [.. _timers.Select(timer => timer.DueTime)];
        }
    }

    public void FireAll()
    {
        Timer[] due;
        lock (_gate)
            (due, _) = ([.. _timers], _timers.RemoveAll(_ => true));
        foreach (var timer in due)
            timer.Fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(ManualTimers clock, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan DueTime { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._timers.Remove(this);
                DueTime = dueTime;
                if (dueTime != Timeout.InfiniteTimeSpan)
                    clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
