namespace Inference.Model;

/// <summary>Makes <see cref="ModelMetadata"/> of what a model file says about itself, and refuses what the decoders could not read.</summary>
internal static class ModelMetadataReader
{
    /// <summary>Pixels; a larger input would take more than <see cref="MaxInputBytes"/>.</summary>
    public const int MaxSide = 16384;

    // One picture of 16384 × 16384.
    private const long MaxInputBytes = 3L * MaxSide * MaxSide * sizeof(float);

    /// <summary>YOLO models see sizes in multiples of their coarsest stride.</summary>
    private const int UsualStride = 32;

    private const int UsualSide = 640;

    /// <param name="name">Of the model, for the metadata and for messages.</param>
    /// <param name="properties">The file's metadata_props.</param>
    /// <param name="inputType">"float32", "float16", or another type's name.</param>
    /// <param name="inputShape">−1 for a dynamic dimension, here and in the outputs.</param>
    /// <exception cref="ModelLoadException">The model is none that can be run; says what is wrong and what is expected.</exception>
    public static ModelMetadata Read(
        string name, IReadOnlyDictionary<string, string> properties, string inputName, string inputType, long[] inputShape, long[][] outputShapes)
    {
        var said = new ModelProperties(name, properties);
        CheckInput(name, inputName, inputType, inputShape);
        var stride = said.Stride() ?? UsualStride;
        var (width, height) = Size(name, inputShape, said.ImageSize(), stride);
        if (outputShapes is not [[_, var rows, var columns]])
            throw new ModelLoadException(
                name, $"has outputs {string.Join(", ", outputShapes.Select(Text))}; expected one, [batch, channels, anchors] or [batch, objects, values]"
                    + OutputGuess.Of(outputShapes, (width, height), null));

        // What a graph of dynamic size declares of its anchors, if anything, is of some size that it does not tell: there a run tells.
        var output = ModelOutput.Read(name, said, rows, columns, inputShape[2] > 0 ? (width, height) : null);
        return new ModelMetadata(
            name, output.Task, output.Layout, output.Labels, output.KeypointCount, output.KeypointDims, width, height, stride,
            DynamicBatch: inputShape[0] < 0, FixedBatch: (int)Math.Max(inputShape[0], 1), DynamicSize: inputShape[2] < 0);
    }

    public static string Text(long[] shape) => $"[{string.Join(", ", shape.Select(size => size < 0 ? "?" : $"{size}"))}]";

    private static void CheckInput(string name, string inputName, string type, long[] shape)
    {
        var sound = shape is [-1 or (>= 1 and <= 1024), -1 or 3, -1 or (>= 1 and <= MaxSide), -1 or (>= 1 and <= MaxSide)];
        if (!sound || type is not ("float32" or "float16") || shape.Aggregate((long)sizeof(float), (bytes, size) => bytes * Math.Max(size, 1)) > MaxInputBytes)
            throw new ModelLoadException(
                name, $"input '{inputName}' is {type} {Text(shape)}; expected float32 or float16 [batch 1..1024, 3, height, width], sides up to {MaxSide}, 3.2 GB in all{Advice(type, shape)}");
        if (shape[2] < 0 != shape[3] < 0)
            throw new ModelLoadException(name, $"input '{inputName}' is {Text(shape)}; expected height and width both fixed or both dynamic");
    }

    private static string Advice(string type, long[] shape) => (type, shape) switch
    {
        (_, [_, > 4 or -1, > 4 or -1, 3]) => "; the colours come last, as TensorFlow has them: export with them first (NCHW)",
        (_, [_, 1, _, _]) => "; it is of grey pictures: export one that takes colours",
        ("UInt8" or "Int8", _) => "; it takes whole numbers, as quantised models do: export with a float input (int8=False)",
        _ => "",
    };

    private static (int Width, int Height) Size(string name, long[] inputShape, (int Width, int Height)? said, int stride)
    {
        if (inputShape[2] > 0)
            return ((int)inputShape[3], (int)inputShape[2]);

        var (width, height) = said ?? (UsualSide, UsualSide);
        return width % stride == 0 && height % stride == 0
            ? (width, height)
            : throw new ModelLoadException(name, $"metadata 'imgsz' is [{height}, {width}]; expected multiples of the stride {stride}");
    }
}
