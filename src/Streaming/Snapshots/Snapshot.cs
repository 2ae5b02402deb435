using Wire.V1;

namespace Streaming.Snapshots;

/// <summary>A frame as a JPEG picture, and what was found in it.</summary>
public sealed record Snapshot(byte[] Jpeg, FrameResult Result);

/// <summary>How a picture of a frame is asked for.</summary>
/// <param name="Quality">JPEG's, 1..100.</param>
/// <param name="Width">At most so many pixels; 0 for the frame's own size. A picture is never larger than its frame.</param>
public readonly record struct SnapshotFormat(bool Annotated, int Quality, int Width)
{
    /// <summary>The picture's size: the frame's shape, scaled down.</summary>
    public (int Width, int Height) SizeOf(int width, int height)
    {
        if (Width == 0 || Width >= width)
            return (width, height);
        return (Width, Math.Max(1, (int)Math.Round((double)height * Width / width)));
    }
}
