using Inference.Model;
using Media;

namespace Inference.Batching;

/// <summary>The input size that a picture is run at. Only frames of one input size share a batch.</summary>
/// <remarks>Packed into a long, so that a lane can compare shapes without touching the frame: height in the upper, width in the lower half.</remarks>
internal sealed class InputShape(ModelMetadata model, InferenceOptions options)
{
    private readonly int _width = Side(model, options.InputSize, model.InputWidth);
    private readonly int _height = Side(model, options.InputSize, model.InputHeight);

    public long Default => Pack(_height, _width);

    /// <summary>What a client's tensor may measure. A GPU has to prepare for every new size, so there only rect letterboxing, which makes sizes itself, allows them.</summary>
    public InputSize Size => new(_height, _width, model.Stride, model.DynamicSize && (options.Device == InferenceDevice.Cpu || options.Letterbox == LetterboxShape.Rect));

    public static long Pack(int height, int width) => ((long)height << 32) | (uint)width;

    public static (int Height, int Width) Unpack(long shape) => ((int)(shape >> 32), (int)shape);

    /// <param name="usual">That the frame's stream asks for; 0 = the engine's own.</param>
    public long Of(Frame frame, long usual)
    {
        var shape = usual == 0 ? Default : usual;
        if (options.Letterbox == LetterboxShape.Square || !model.DynamicSize)
            return shape;

        var (height, width) = Unpack(shape);
        var scale = Math.Min((double)width / frame.Width, (double)height / frame.Height);
        return Pack(RoundUp(frame.Height * scale, height), RoundUp(frame.Width * scale, width));
    }

    /// <summary>Why its metadata do not allow frames of another size than the usual; null where they do.</summary>
    public string? ProblemOf(int height, int width)
    {
        if ((height, width) == (_height, _width))
            return null;
        if (!model.DynamicSize)
            return $"{width}x{height} was asked for; {model.Name} takes {_width}x{_height} alone, for its file has a fixed size. Leave size out, or use an export with dynamic=True";
        return height % model.Stride == 0 && width % model.Stride == 0 ? null : $"{width}x{height} was asked for; {model.Name} takes multiples of {model.Stride}";
    }

    private int RoundUp(double size, int most) => Math.Min(most, (int)Math.Ceiling(size / model.Stride) * model.Stride);

    private static int Side(ModelMetadata model, int requested, int own)
    {
        if (!model.DynamicSize || requested == 0)
            return own;
        return requested % model.Stride == 0
            ? requested
            : throw new ModelLoadException(model.Name, $"input size {requested} was asked for; it takes multiples of {model.Stride}");
    }
}
