namespace Streaming.Sources;

/// <summary>How a stream's address is opened and played.</summary>
/// <param name="Loop">What comes to an end starts again.</param>
/// <param name="Realtime">What could be read faster is played at its own speed.</param>
/// <param name="RtspTransport">"tcp", "udp" or "auto".</param>
public sealed record SourceOptions(bool Loop, bool Realtime, string RtspTransport);
