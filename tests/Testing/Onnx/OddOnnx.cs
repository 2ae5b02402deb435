namespace Testing;

/// <summary>Sound ONNX files that ONNX Runtime loads, and that are no model of pictures all the same.</summary>
internal static class OddOnnx
{
    private const int Float = 1, Float64 = 11, UInt8 = 2; // TensorProto.DataType

    private static readonly Dictionary<string, string> Metadata = new() { ["task"] = "detect", ["names"] = "{0: 'thing', 1: 'other'}", ["stride"] = "32", ["imgsz"] = "[64, 64]" };

    /// <summary>As scikit-learn's ZipMap gives: the output is a sequence.</summary>
    public static byte[] Sequence()
    {
        var graph = WithImages();
        graph.Node("SequenceConstruct", "output0", ["images"]);
        graph.SequenceOutput("output0");
        return graph.ToModel(Metadata);
    }

    public static byte[] NoInput()
    {
        var graph = new OnnxGraph();
        graph.Constant("rows", new float[6 * 84], 1, 6, 84);
        graph.Node("Identity", "output0", ["rows"]);
        graph.Output("output0", 1, 6, 84);
        return graph.ToModel(Metadata);
    }

    public static byte[] TwoInputs()
    {
        var graph = WithImages();
        graph.Input("scale", 1);
        graph.Node("Mul", "scaled", ["images", "scale"]);
        graph.Node("Reshape", "output0", ["scaled", graph.Constant("shape", 0, 6, -1)]);
        graph.Output("output0", "batch", 6, "anchors");
        return graph.ToModel(Metadata);
    }

    public static byte[] DoubleOutput()
    {
        var graph = WithImages();
        graph.Node("Reshape", "rows", ["images", graph.Constant("shape", 0, 6, -1)]);
        graph.Node("Cast", "output0", ["rows"], ("to", [Float64]));
        graph.Output("output0", Float64, ["batch", 6, "anchors"]);
        return graph.ToModel(Metadata);
    }

    /// <summary>Zeros, or another value, in outputs of these shapes, whatever the picture.</summary>
    /// <param name="names">Of the classes; null for no metadata at all.</param>
    /// <param name="hidden">The shape is made of the picture, so that no look at the graph tells it.</param>
    /// <param name="declared">What the first output is declared as; null for what it is.</param>
    public static byte[] Constants(object[] input, long[][] outputs, string? names = null, object[]? declared = null, float value = 0, int type = Float, bool hidden = false)
    {
        var graph = new OnnxGraph();
        graph.Input("images", type, input);
        foreach (var (i, output) in outputs.Index())
        {
            var shape = graph.Constant($"shape{i}", output);
            if (hidden)
                shape = graph.Node("Mul", $"told{i}", [shape, graph.Node("Cast", $"one{i}", [graph.Node("Flatten", $"flat{i}", [graph.Node("Ceil", $"ceil{i}", [graph.Node("GlobalMaxPool", $"pool{i}", ["images"])])])], ("to", [7]))]);
            graph.Node("ConstantOfShape", $"zeros{i}", [hidden ? graph.Node("Reshape", $"list{i}", [shape, graph.Constant($"rank{i}", -1)]) : shape]);
            graph.Node("Add", $"output{i}", [$"zeros{i}", graph.Constant($"value{i}", [value], 1)]);
            graph.Output($"output{i}", i == 0 && declared is not null ? declared : [.. output.Cast<object>()]);
        }

        return graph.ToModel(names is null ? [] : new Dictionary<string, string> { ["names"] = names, ["imgsz"] = "[64, 64]" });
    }

    public static byte[] ByteInput() => Constants([1, 3, 64, 64], [[1, 6, 84]], "['a', 'b']", type: UInt8);

    /// <summary>The batch is declared dynamic, and one picture is what comes out whatever goes in.</summary>
    public static byte[] OnePictureOut() => Constants(["batch", 3, 64, 64], [[1, 6, 84]], "['a', 'b']", declared: ["batch", 6, 84]);

    /// <summary>A row for each white value of the picture: as NMS without padding gives them.</summary>
    public static byte[] AsManyRowsAsObjects()
    {
        var graph = WithImages();
        graph.Node("Floor", "white", ["images"]);
        graph.Node("NonZero", "places", ["white"]);
        graph.Node("Transpose", "list", ["places"], ("perm", [1, 0]));
        graph.Node("Concat", "rows", ["list", graph.Node("Slice", "two", ["list", graph.Constant("from", 0), graph.Constant("to", 2), graph.Constant("axis", 1)])], ("axis", [1]));
        graph.Node("Cast", "floats", ["rows"], ("to", [Float]));
        graph.Node("Unsqueeze", "output0", ["floats", graph.Constant("first", 0)]);
        graph.Output("output0", "batch", "objects", 6);
        return graph.ToModel(new Dictionary<string, string>(Metadata) { ["args"] = "{'nms': True}" });
    }

    public static byte[] UnknownOperation()
    {
        var graph = WithImages();
        graph.Node("BatchedNMSDynamic_TRT", "output0", ["images"]);
        graph.Output("output0", "batch", 6, "anchors");
        return graph.ToModel(Metadata);
    }

    public static byte[] FromTheFuture(int ir, int opset)
    {
        var graph = WithImages();
        graph.Node("Identity", "output0", ["images"]);
        graph.Output("output0", "batch", 6, "anchors");
        return graph.ToModel(Metadata, ir, opset);
    }

    /// <summary>A sound model whose weight lies in a file beside it: its four bytes.</summary>
    public static byte[] WeightsBeside(string file)
    {
        var graph = WithImages();
        graph.ConstantBeside("weight", file, 1);
        graph.Node("Mul", "scaled", ["images", "weight"]);
        graph.Node("Reshape", "all", ["scaled", graph.Constant("shape", 0, 6, -1)]);
        graph.Node("Slice", "output0", ["all", graph.Constant("from", 0), graph.Constant("to", 84), graph.Constant("axis", 2)]);
        graph.Output("output0", "batch", 6, "anchors");
        return graph.ToModel(Metadata);
    }

    /// <summary>An anchor for every other value of the picture, which no YOLO has, and which nothing but a run tells.</summary>
    public static byte[] ValuesAsAnchors()
    {
        var graph = WithImages();
        graph.Node("Reshape", "output0", ["images", graph.Constant("shape", 0, 6, -1)]);
        graph.Output("output0", "batch", 6, "anchors");
        return graph.ToModel(Metadata);
    }

    /// <summary>1024 pictures of 16384 × 16384 a run: 3 TB.</summary>
    public static byte[] Enormous()
    {
        var graph = new OnnxGraph();
        graph.Input("images", 1024, 3, 16384, 16384);
        graph.Node("GlobalAveragePool", "pooled", ["images"]);
        graph.Node("Reshape", "output0", ["pooled", graph.Constant("shape", 1024, 1, 3)]);
        graph.Output("output0", 1024, 6, 1);
        return graph.ToModel(Metadata);
    }

    private static OnnxGraph WithImages()
    {
        var graph = new OnnxGraph();
        graph.Input("images", "batch", 3, "height", "width");
        return graph;
    }
}
