namespace ResultLog;

/// <summary>A change that an operator wants to know of; told once when it begins and once when it ends.</summary>
/// <param name="Subject">The sink's name, or "log".</param>
/// <param name="Count">Records concerned, where that is known.</param>
/// <param name="Fault">Of <see cref="DeliveryEventKind.SinkFault"/>.</param>
public readonly record struct DeliveryEvent(DeliveryEventKind Kind, string Subject, string Detail, long Count = 0, Exception? Fault = null);

public enum DeliveryEventKind
{
    /// <summary>At a start: bytes at the log's end made no whole record and were cut off.</summary>
    LogRepaired,

    /// <summary>Writing fails; <see cref="DeliveryEvent.Detail"/> has the system's words.</summary>
    LogFailing,

    /// <summary>Writing succeeds again; so many records were not accepted meanwhile.</summary>
    LogRecovered,

    /// <summary>The log is at its size limit.</summary>
    LogFull,

    /// <summary>There is room again; so many records were trimmed or not accepted meanwhile.</summary>
    LogHasRoom,

    /// <summary>A sink does not take records; they wait in the log.</summary>
    SinkDown,

    /// <summary>It takes them again; so many wait.</summary>
    SinkUp,

    /// <summary>A sink does not get so many records: <see cref="DeliveryEvent.Detail"/> says why.</summary>
    SinkGap,

    /// <summary>A sink is up, and refuses records for good: <see cref="DeliveryEvent.Detail"/> says why.</summary>
    SinkRefusing,

    /// <summary>It takes all of them again; so many are lost to it.</summary>
    SinkAccepting,

    /// <summary>A sink failed in a way that nobody foresaw: a bug.</summary>
    SinkFault,
}
