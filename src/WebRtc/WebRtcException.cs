namespace WebRtc;

/// <summary>The endpoint cannot work at all: a library is missing, or a native call failed that no peer can make fail.</summary>
public sealed class WebRtcException(string message, Exception? inner = null) : Exception(message, inner);
