namespace FFmpeg;

/// <summary>Kinds of video file that can be written.</summary>
public enum MediaContainer
{
    Mp4,
    QuickTime,
    Matroska,

    /// <summary>For VP8.</summary>
    WebM,
}
