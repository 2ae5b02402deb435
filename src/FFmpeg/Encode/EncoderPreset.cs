namespace FFmpeg;

/// <summary>Presets of libx264 by its names, fastest first.</summary>
public enum EncoderPreset
{
    Ultrafast,
    Superfast,
    Veryfast,
    Faster,
    Fast,
    Medium,
    Slow,
    Slower,
    Veryslow,
}
