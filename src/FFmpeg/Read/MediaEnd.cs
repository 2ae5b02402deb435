namespace FFmpeg;

/// <summary>How an input came to its end.</summary>
public enum MediaEnd
{
    /// <summary>It has not ended.</summary>
    None,

    /// <summary>Where the container said it would; MPEG-TS and raw streams say nothing, and so always end cleanly.</summary>
    Clean,

    /// <summary>Earlier than the container said: the last packet is cut, or frames of its index are missing.</summary>
    Truncated,

    /// <summary>Only unreadable data followed.</summary>
    Damaged,
}
