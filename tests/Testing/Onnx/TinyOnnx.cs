namespace Testing;

/// <summary>
/// A model of a few kilobytes with the face of a YOLOv8 export: <c>images</c> f32 [batch, 3, height, width] in, known boxes out.
/// Every output value is an affine function of the picture's mean colour, so that two pictures in one batch must differ.
/// </summary>
/// <remarks>
/// Start from a recipe, bend it with <c>with</c>, and <see cref="Build"/> it. The boxes are the first anchors (or rows);
/// all other anchors are zero. Anchors number h·w/64 + h·w/256 + h·w/1024, as in YOLOv8.
/// </remarks>
internal sealed record TinyOnnx
{
    /// <summary>Rows of an end-to-end output.</summary>
    public const int Rows = 300;

    private const int Float = 1, Float16 = 10; // TensorProto.DataType

    private string Images => Half ? "pictures" : "images";

    public required string Task { get; init; }
    public required int Classes { get; init; }
    public int Keypoints { get; init; }
    public int KeypointDims { get; init; } = 3;
    public bool Nms { get; init; }

    /// <summary>Width and height in imgsz, and of the graph if <see cref="FixedSize"/>.</summary>
    public int Width { get; init; } = 64;
    public int Height { get; init; } = 64;
    public bool FixedSize { get; init; }

    /// <summary>0: any batch.</summary>
    public int FixedBatch { get; init; }

    /// <summary>Input and output are float16, as in exports with half=True.</summary>
    public bool Half { get; init; }

    /// <summary>Its metadata and its input allow any batch, but a run of two pictures fails.</summary>
    public bool RefusesOtherBatches { get; init; }

    /// <summary>Channels beyond those that the metadata imply.</summary>
    public int ExtraChannels { get; init; }

    /// <summary>Its metadata and its input allow any size, but a run of another than <see cref="Width"/> × <see cref="Height"/> fails.</summary>
    public bool RefusesOtherSizes { get; init; }

    /// <summary>Steps of a loop that takes time, a microsecond or two each, and changes nothing.</summary>
    public long Steps { get; init; }

    public IReadOnlyList<TinyBox> Boxes { get; init; } = OneBoxPerColour;

    /// <summary>Replaces metadata entries; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Metadata { get; init; } = new Dictionary<string, string?>();

    /// <summary>Three boxes apart from each other; box 0 scores the mean of red, box 1 of green, box 2 of blue.</summary>
    public static IReadOnlyList<TinyBox> OneBoxPerColour { get; } =
        [new(0, 16, 16, 20, 20, 1, 0, 0), new(1, 48, 16, 20, 24, 0, 1, 0), new(2, 32, 48, 40, 20, 0, 0, 1)];

    private static IReadOnlyList<TinyBox> OnePersonPerColour { get; } = [.. OneBoxPerColour.Select(box => box with { ClassId = 0 })];

    /// <summary>[batch, 4 + classes, anchors].</summary>
    public static TinyOnnx Detect(int classes = 80) => new() { Task = "detect", Classes = classes };

    /// <summary>[batch, 5 + 17·3, anchors], one class.</summary>
    public static TinyOnnx Pose() => new() { Task = "pose", Classes = 1, Keypoints = 17, Boxes = OnePersonPerColour };

    /// <summary>[batch, 300, 6]: corners, score, class.</summary>
    public static TinyOnnx EndToEnd(int classes = 80) => Detect(classes) with { Nms = true };

    /// <summary>[batch, 300, 6 + 17·3].</summary>
    public static TinyOnnx EndToEndPose() => Pose() with { Nms = true };

    /// <summary>Metadata speak of 80 classes, the output has 87 channels instead of 84.</summary>
    public static TinyOnnx WrongShape() => Detect() with { ExtraChannels = 3 };

    /// <summary>Box 0 has no number for a score, box 1 none for a centre; box 2 is sound.</summary>
    public static TinyOnnx NaN() => Detect() with
    {
        Boxes = [OneBoxPerColour[0] with { Base = float.NaN }, OneBoxPerColour[1] with { Cx = float.NaN }, OneBoxPerColour[2]],
    };

    private int Channels => (Nms ? 6 : 4 + Classes) + Keypoints * KeypointDims + ExtraChannels;

    public void Save(string path) => File.WriteAllBytes(path, Build());

    public byte[] Build()
    {
        var graph = new OnnxGraph();
        object batch = FixedBatch > 0 ? FixedBatch : "batch";
        object[] input = [batch, 3, FixedSize ? Height : "height", FixedSize ? Width : "width"];
        graph.Input(Images, Half ? Float16 : Float, input);
        if (Half)
            graph.Node("Cast", "images", [Images], ("to", [Float]));
        var picture = RefusesOtherSizes ? graph.Node("Reshape", "picture", ["images", graph.Constant("plane", RefusesOtherBatches ? 1 : -1, 3, Height * Width)])
            : RefusesOtherBatches ? graph.Node("Reshape", "picture", ["images", graph.Constant("plane", 1, 3, -1)]) : "images";
        var mean = graph.Node("Flatten", "mean", [graph.Node("GlobalAveragePool", "pooled", [picture])]);
        if (Steps > 0)
            mean = graph.Loop("waited", mean, Steps);
        if (Nms)
        {
            AddOutput(graph, AddBoxes(graph, mean, "rows", Rows), batch, Rows, Channels);
        }
        else
        {
            var boxes = AddBoxes(graph, mean, "boxes", Boxes.Count);
            graph.Node("Concat", "channels", [boxes, AddBackground(graph)], ("axis", [2]));
            AddOutput(graph, "channels", batch, Channels, FixedSize ? Anchors(Height, Width) : "anchors");
        }
        return graph.ToModel(MetadataProps());
    }

    public static int Anchors(int height, int width) => height * width / 64 + height * width / 256 + height * width / 1024;

    private void AddOutput(OnnxGraph graph, string values, params object[] shape)
    {
        graph.Node("Cast", "output0", [values], ("to", [Half ? Float16 : Float]));
        graph.Output("output0", Half ? Float16 : Float, shape);
    }

    /// <summary>[batch, 3] mean colour × [3, values] + [values], reshaped to the boxes' columns (or rows, after NMS).</summary>
    private string AddBoxes(OnnxGraph graph, string mean, string output, int count)
    {
        var (weights, bias) = (new float[3 * count * Channels], new float[count * Channels]);
        for (var i = 0; i < Boxes.Count; i++)
            Fill(i, (channel, value, red, green, blue) =>
            {
                var at = Nms ? i * Channels + channel : channel * count + i;
                (bias[at], weights[at], weights[bias.Length + at], weights[2 * bias.Length + at]) = (value, red, green, blue);
            });
        graph.Constant("weights", weights, 3, bias.Length);
        graph.Constant("bias", bias, bias.Length);
        graph.Node("Gemm", "flat", [mean, "weights", "bias"]);
        var shape = Nms ? graph.Constant("shape", -1, count, Channels) : graph.Constant("shape", -1, Channels, count);
        return graph.Node("Reshape", output, ["flat", shape]);
    }

    private void Fill(int index, Action<int, float, float, float, float> set)
    {
        var box = Boxes[index];
        float[] place = Nms ? [box.XMin, box.YMin, box.XMax, box.YMax] : [box.Cx, box.Cy, box.Width, box.Height];
        for (var i = 0; i < 4; i++)
            set(i, place[i], 0, 0, 0);
        set(Nms ? 4 : 4 + box.ClassId, box.Base, box.Red, box.Green, box.Blue);
        if (Nms)
            set(5, box.ClassId, 0, 0, 0);
        for (var k = 0; k < Keypoints; k++)
        {
            var (x, y, score) = box.Keypoint(k, Keypoints);
            var first = (Nms ? 6 : 4 + Classes) + k * KeypointDims;
            set(first, x, 0, 0, 0);
            set(first + 1, y, 0, 0, 0);
            if (KeypointDims == 3)
                set(first + 2, score, 0, 0, 0);
        }
    }

    /// <summary>Zeros in YOLOv8's three strides, less one anchor for each box.</summary>
    private string AddBackground(OnnxGraph graph)
    {
        graph.Constant("zeros", new float[Channels * 3], Channels, 3, 1, 1);
        graph.Constant("flatten", 0, Channels, -1);
        string[] strides = [.. new[] { 8, 16, 32 }.Select(stride => graph.Node("Reshape", $"stride{stride}",
            [graph.Node("Conv", $"conv{stride}", ["images", "zeros"], ("kernel_shape", [1, 1]), ("strides", [stride, stride])), "flatten"]))];
        graph.Node("Concat", "all", strides, ("axis", [2]));
        return graph.Node("Slice", "background",
            ["all", graph.Constant("starts", Boxes.Count), graph.Constant("ends", long.MaxValue), graph.Constant("axes", 2)]);
    }

    private Dictionary<string, string> MetadataProps()
    {
        var labels = Classes == 1 ? ["person"] : Enumerable.Range(0, Classes).Select(i => $"thing{i}");
        var props = new Dictionary<string, string>
        {
            ["description"] = "Tiny test model",
            ["task"] = Task,
            ["stride"] = "32",
            ["batch"] = Math.Max(FixedBatch, 1).ToString(),
            ["imgsz"] = $"[{Height}, {Width}]",
            ["names"] = $"{{{string.Join(", ", labels.Select((label, i) => $"{i}: '{label}'"))}}}",
            ["args"] = $"{{'batch': 1, 'half': False, 'dynamic': {!FixedSize}, 'simplify': False, 'nms': {Nms}}}",
        };
        if (Keypoints > 0)
            props["kpt_shape"] = $"[{Keypoints}, {KeypointDims}]";
        foreach (var (key, value) in Metadata)
            if (value is null)
                props.Remove(key);
            else
                props[key] = value;
        return props;
    }
}
