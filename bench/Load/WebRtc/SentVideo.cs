namespace Load.WebRtc;

/// <summary>What the page says its sender has sent of the present task.</summary>
internal sealed record SentVideo(long Bytes, long Frames, int Width);
