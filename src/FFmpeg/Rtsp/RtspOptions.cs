namespace FFmpeg.Rtsp;

/// <param name="Transport">"tcp", "udp" or "auto".</param>
/// <param name="Timeout">Longest silence while it is opened.</param>
/// <param name="KeyFrameTimeout">Longest wait for video that can be decoded while it sends at all.</param>
/// <param name="Protocols">Schemes that a redirect may lead to; null allows both.</param>
internal sealed record RtspOptions(string Transport, TimeSpan Timeout, TimeSpan KeyFrameTimeout, IReadOnlyCollection<string>? Protocols);
