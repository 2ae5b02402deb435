namespace Testing;

/// <summary>Sound ONNX files that ONNX Runtime loads, and that are no model of pictures all the same.</summary>
internal static class OddOnnx
{
    private const int Float16 = 10; // TensorProto.DataType

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
        graph.Node("Reshape", "output0", ["scaled", graph.Constant("shape", -1, 6, 64 * 64 / 2)]);
        graph.Output("output0", "batch", 6, "anchors");
        return graph.ToModel(Metadata);
    }

    public static byte[] HalfOutput()
    {
        var graph = WithImages();
        graph.Node("Reshape", "rows", ["images", graph.Constant("shape", -1, 6, 64 * 64 / 2)]);
        graph.Node("Cast", "output0", ["rows"], ("to", [Float16]));
        graph.Output("output0", Float16, ["batch", 6, "anchors"]);
        return graph.ToModel(Metadata);
    }

    /// <summary>A sound model whose weight lies in a file beside it: its four bytes.</summary>
    public static byte[] WeightsBeside(string file)
    {
        var graph = WithImages();
        graph.ConstantBeside("weight", file, 1);
        graph.Node("Mul", "scaled", ["images", "weight"]);
        graph.Node("Reshape", "output0", ["scaled", graph.Constant("shape", -1, 6, 64 * 64 / 2)]);
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
