namespace FFmpeg;

/// <summary>Sample layout of a <see cref="VideoFrame"/>; every other layout is converted to one of these.</summary>
public enum VideoFormat : byte
{
    /// <summary>Planes Y, U, V; chroma at half width and half height, rounded up. 8 bit.</summary>
    I420,

    /// <summary>Planes Y and interleaved UV; chroma at half width and half height, rounded up. 8 bit.</summary>
    Nv12,

    /// <summary>One plane, three bytes a pixel: R, G, B.</summary>
    Rgb24,
}
