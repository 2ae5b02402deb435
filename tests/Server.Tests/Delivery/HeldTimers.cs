namespace Server.Tests.Delivery;

/// <summary>A clock whose timers fire when the test says so.</summary>
internal sealed class HeldTimers : TimeProvider
{
    private readonly TaskCompletionSource<Action> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The first timer, once there is one: calling it lets it fire.</summary>
    public Task<Action> First => _first.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _first.TrySetResult(() => callback(state));
        return new Held();
    }

    private sealed class Held : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
            // It never runs by itself.
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
