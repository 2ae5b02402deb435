namespace Streaming.Results;

/// <summary>The part of a result's identity that the engine does not know.</summary>
/// <param name="SessionId">One connect or start; never the same twice.</param>
/// <param name="DroppedSinceLast">Frames of the session dropped between the previous result and this one.</param>
/// <param name="Traceparent">W3C trace context of the frame's span; null where it has none.</param>
public readonly record struct FrameIdentity(string StreamId, string SessionId, int DroppedSinceLast, string? Traceparent = null);
