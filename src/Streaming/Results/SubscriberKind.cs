namespace Streaming.Results;

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
