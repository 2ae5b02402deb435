namespace Media;

/// <summary>Codecs whose access units may arrive without a container; named as FFmpeg names them.</summary>
public enum VideoCodec
{
    /// <summary>Annex B.</summary>
    H264,

    /// <summary>Annex B.</summary>
    Hevc,
    Vp8,
    Vp9,

    /// <summary>Low-overhead OBU stream, every OBU with its size, one temporal unit at a time.</summary>
    Av1,
    Mjpeg,
    Png,
}
