namespace ResultLog.Pump;

public enum SinkState
{
    /// <summary>It has not been reached yet.</summary>
    Starting,

    Up,

    /// <summary>It failed last; records wait in the log.</summary>
    Down,

    /// <summary>The server is stopping.</summary>
    Stopped,
}
