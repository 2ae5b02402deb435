using ResultLog;

namespace Sinks.Store;

/// <summary>The store cannot be used now: it is not reachable, full, damaged, or not ours to write. It stops nothing but itself.</summary>
public sealed class StoreException(string message, Exception? cause = null) : SinkException(message, cause);
