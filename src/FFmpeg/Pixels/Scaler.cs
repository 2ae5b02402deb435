using FFmpeg.Native;
using Media;

namespace FFmpeg;

/// <summary>One swscale context, for frames of one shape.</summary>
internal sealed unsafe class Scaler : IDisposable
{
    private const int OneIn16Point16 = 1 << 16;

    private readonly ScalerHandle _context;

    internal Scaler(Shape shape)
    {
        For = shape;
        var context = LibSwScale.sws_getContext(shape.SourceWidth, shape.SourceHeight, shape.SourceFormat,
            shape.Width, shape.Height, shape.TargetFormat, shape.Flags, 0, 0, 0);
        if (context == 0)
            throw new MediaException(MediaErrorKind.Unsupported, $"swscale cannot turn {shape}");
        _context = new ScalerHandle(context);
        var table = LibSwScale.sws_getCoefficients(shape.Tags.Matrix == ColorMatrix.Bt709 ? LibSwScale.SWS_CS_ITU709 : LibSwScale.SWS_CS_ITU601);
        var range = shape.Tags.Range == ColorRange.Full ? 1 : 0;
        _ = LibSwScale.sws_setColorspaceDetails(_context, table, range, table, range, 0, OneIn16Point16, OneIn16Point16);
    }

    internal Shape For { get; }

    internal void Run(AvFrame source, AvFrame target)
    {
        var rows = LibSwScale.sws_scale(_context, (byte**)source.Planes, (int*)source.Strides, 0, For.SourceHeight,
            (byte**)target.Planes, (int*)target.Strides);
        if (rows != For.Height)
            throw new InvalidOperationException($"sws_scale wrote {rows} of {For.Height} rows");
    }

    public void Dispose() => _context.Dispose();

    internal readonly record struct Shape(
        int SourceWidth, int SourceHeight, int SourceFormat, int Width, int Height, int TargetFormat, ColorTags Tags, int Flags)
    {
        public override string ToString() =>
            $"{SourceWidth}x{SourceHeight} {PixelFormats.Name(SourceFormat)} into {Width}x{Height} {PixelFormats.Name(TargetFormat)}";
    }
}
