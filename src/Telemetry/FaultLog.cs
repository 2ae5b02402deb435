using System.Collections.Concurrent;
using System.Reflection;

namespace Telemetry;

/// <summary>Exceptions that nobody foresaw: each is a bug. The first of a kind is logged with its stack; the others are for the metrics to count.</summary>
public sealed partial class FaultLog(ILogger log)
{
    // A broken program has a few; whatever throws a new kind each time shall not fill memory and log.
    private const int MaxKinds = 100;

    private readonly ConcurrentDictionary<(string Where, Type Type, MethodBase? Thrower), bool> _told = new();

    /// <param name="where">What it ended or held up: "Sink kafka".</param>
    public void Report(string where, Exception fault)
    {
        if (_told.Count < MaxKinds && _told.TryAdd((where, fault.GetType(), fault.TargetSite), true))
            Fault(where, fault);
    }

    [LoggerMessage(109, LogLevel.Error, "{Where}: an internal error. It is told once, however often it comes; the metrics count it")]
    private partial void Fault(string where, Exception fault);
}
