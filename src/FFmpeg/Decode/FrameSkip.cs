namespace FFmpeg;

/// <summary>What a decoder may leave out when it cannot keep up.</summary>
public enum FrameSkip
{
    None,

    /// <summary>Frames that no other frame needs.</summary>
    NonReference,

    /// <summary>All but key frames.</summary>
    NonKey,
}
