using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>Turns frames of any layout into I420, NV12 or RGB24, and upright. One thread at a time.</summary>
/// <remarks>
/// Matrix and range stay as they were: samples are regrouped and rounded to 8 bits, colours are not converted, so high
/// dynamic range is not tone-mapped. RGB, palette and 1-bit sources become RGB24; alpha is dropped, as OpenCV drops it.
/// </remarks>
public sealed class PixelConverter : IDisposable
{
    private readonly FramePool _pool;
    private readonly FramePool _borrowed = new(1);
    private Scaler? _scaler;

    /// <param name="idleFrames">Converted frames whose memory is kept for the next ones.</param>
    public PixelConverter(int idleFrames = 4) => _pool = new FramePool(idleFrames, keepsSamples: true);

    internal int Rented => _pool.Rented;

    /// <summary>Frames whose layout was changed.</summary>
    public long Converted { get; private set; }

    /// <summary>Frames that were turned or mirrored.</summary>
    public long Reoriented { get; private set; }

    /// <summary>Scales a frame into RGB24 by swscale; the source stays the caller's.</summary>
    /// <remarks>For snapshots and comparison; inference resizes and converts in one pass of its own.</remarks>
    public VideoFrame ToRgb(VideoFrame source, int width, int height, ScaleFilter filter = ScaleFilter.Bilinear)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        return Scale(source, new ColorTags(source.Matrix, source.Range), PixelFormat.Rgb24, width, height, (int)filter);
    }

    /// <inheritdoc cref="ToRgb(VideoFrame, int, int, ScaleFilter)"/>
    public VideoFrame ToRgb(in Frame source, int width, int height, ScaleFilter filter = ScaleFilter.Bilinear)
    {
        using var frame = _borrowed.Rent();
        frame.PointAt(source);
        return ToRgb(frame, width, height, filter);
    }

    /// <summary>RGB24 as a JPEG file holds it: I420 of BT.601 in full range.</summary>
    internal VideoFrame ToJfif(VideoFrame rgb) =>
        Scale(rgb, new ColorTags(ColorMatrix.Bt601, ColorRange.Full), PixelFormat.I420, rgb.Width, rgb.Height, LibSwScale.SWS_BILINEAR);

    /// <summary>Scales a frame into I420 by swscale; the source stays the caller's. RGB becomes limited BT.601.</summary>
    internal VideoFrame ToI420(VideoFrame source, int width, int height)
    {
        if (source.Format != PixelFormat.Rgb24)
            return Scale(source, new ColorTags(source.Matrix, source.Range), PixelFormat.I420, width, height, LibSwScale.SWS_BILINEAR);
        var made = Scale(source, new ColorTags(ColorMatrix.Bt601, ColorRange.Limited), PixelFormat.I420, width, height, LibSwScale.SWS_BILINEAR);
        made.Native.SetColor(ColorTags.Bt601, ColorTags.RangeLimited);
        return made;
    }

    /// <summary>Gives back the frame itself where nothing is to be done; else a new one, and the given one is disposed.</summary>
    internal VideoFrame Normalize(VideoFrame frame, Orientation orientation)
    {
        var tags = ColorTags.Of(frame.Native);
        if (PixelFormats.AsItIs(frame.Native.Format) is { } format)
            frame.Describe(format, tags);
        else
            frame = Replace(frame, ConvertLayout(frame, tags));
        return orientation == Orientation.Upright ? frame : Replace(frame, Reorient(frame, orientation));
    }

    public void Dispose()
    {
        _scaler?.Dispose();
        _borrowed.Dispose();
        _pool.Dispose();
    }

    private VideoFrame ConvertLayout(VideoFrame source, ColorTags tags)
    {
        var format = PixelFormats.Nearest(source.Native.Format);
        source.Describe(format, tags);
        Converted++;
        return Scale(source, tags, format, source.Width, source.Height, LibSwScale.SWS_BILINEAR);
    }

    private VideoFrame Scale(VideoFrame source, ColorTags tags, PixelFormat format, int width, int height, int filter)
    {
        var shape = new Scaler.Shape(source.Width, source.Height, source.Native.Format, width, height, PixelFormats.Of(format), tags, filter);
        if (_scaler?.For != shape)
        {
            _scaler?.Dispose();
            _scaler = null;
            _scaler = new Scaler(shape);
        }
        var target = _pool.RentSamples(width, height, shape.TargetFormat);
        Describe(target, source, format, tags);
        _scaler.Run(source.Native, target.Native);
        return target;
    }

    private VideoFrame Reorient(VideoFrame source, Orientation orientation)
    {
        var (width, height) = orientation >= Orientation.Transpose ? (source.Height, source.Width) : (source.Width, source.Height);
        var target = _pool.RentSamples(width, height, PixelFormats.Of(source.Format));
        Describe(target, source, source.Format, new ColorTags(source.Matrix, source.Range));
        if (orientation >= Orientation.Transpose)
            target.Native.TurnPixelAspect();
        PlaneOrienter.Apply(source, target, orientation);
        Reoriented++;
        return target;
    }

    private static void Describe(VideoFrame target, VideoFrame source, PixelFormat format, ColorTags tags)
    {
        target.Describe(format, tags);
        target.DescribeLike(source);
    }

    private static VideoFrame Replace(VideoFrame old, VideoFrame made)
    {
        old.Dispose();
        return made;
    }
}

/// <summary>swscale's resampling filters, best first.</summary>
public enum ScaleFilter
{
    Bilinear = LibSwScale.SWS_BILINEAR,
    FastBilinear = LibSwScale.SWS_FAST_BILINEAR,
}
