using Inference.Model;
using Xunit;

namespace Inference.Tests.Engine;

/// <summary>What a file promises and does not keep is that model's fault, named when it is loaded: no frame meets it first.</summary>
public sealed class ModelTrialTests
{
    private const string Two = "['a', 'b']";

    private static readonly object[] Square64 = [1, 3, 64, 64], Square640 = [1, 3, 640, 640];

    // These were loaded, and found nothing for ever.
    [Fact]
    public void A_layout_that_is_none_of_ours_is_told_with_what_it_looks_like()
    {
        Refused("output is [?, 25200, 85] for an input of 640x640; expected [?, 4 + classes, 8400] or after NMS [?, objects, 6]; it looks like YOLOv5 or YOLOv7, *: export *",
            OddOnnx.Constants(Square640, [[1, 25200, 85]]));
        Refused("output is [?, 25200, 6] for an input of 640x640; expected [?, 5, 8400] *looks like YOLOv5 or YOLOv7*", OddOnnx.Constants(Square640, [[1, 25200, 6]], "['a']"));
        Refused("output is [?, 6300, 85] for an input of 320x320*looks like YOLOv5*", OddOnnx.Constants([1, 3, 320, 320], [[1, 6300, 85]]));
        Refused("output is [?, 8400, 84] for an input of 640x640; *looks like a YOLOv8 output with its last two dimensions swapped: export it again *", OddOnnx.Constants(Square640, [[1, 8400, 84]]));
        Refused("output is [?, 84, 6] for*swapped*", OddOnnx.Constants(Square64, [[1, 84, 6]], Two));
        Refused("output is [?, 8400, 85] for*looks like YOLOX or YOLOv6*", OddOnnx.Constants(Square640, [[1, 8400, 85]]));
        Refused("output is [?, 300, 84]*looks like RT-DETR*", OddOnnx.Constants(Square640, [[1, 300, 84]]));
        Refused("has outputs [1, 116, 8400], [1, 32, 160, 160]; *looks like segmentation*", OddOnnx.Constants(Square640, [[1, 116, 8400], [1, 32, 160, 160]]));
        Refused("has outputs [1, 1000]; *looks like classification*", OddOnnx.Constants(Square640, [[1, 1000]]));
        Refused("has outputs [100, 7]; *looks like the list of all pictures' boxes*", OddOnnx.Constants(Square640, [[100, 7]]));
        Refused("has outputs [1, 3, 80, 80, 85]; *looks like the raw heads of a YOLO*", OddOnnx.Constants(Square640, [[1, 3, 80, 80, 85]]));
        Refused("has outputs [1, 300, 4], [1, 300, 80]; *boxes and scores in outputs of their own*", OddOnnx.Constants(Square640, [[1, 300, 4], [1, 300, 80]]));
        Refused("output is [?, 87, 84]; expected [?, 6, anchors] *", OddOnnx.Constants(Square64, [[1, 87, 84]], Two));
    }

    [Fact]
    public void What_the_shape_leaves_open_a_run_tells()
    {
        Refused("output is [1, 6, 2048] when run with an input of [1, 3, 64, 64]; expected [1, 6, 84] after its metadata", OddOnnx.ValuesAsAnchors());
        Refused("output is [1, 252, 7] when run with an input of [1, 3, 64, 64]; expected [1, 6, 84] after its metadata; it looks like YOLOv5*",
            OddOnnx.Constants(["batch", 3, "height", "width"], [[1, 252, 7]], Two, declared: ["batch", "rows", "values"], hidden: true));
        Refused("output is [1, 0, 6] when run*looks like an output of as many rows as there are objects*", OddOnnx.AsManyRowsAsObjects());
        Refused("gives NaN or infinity in each of its 84 rows; *", OddOnnx.Constants(Square64, [[1, 6, 84]], Two, value: float.NaN));
        Refused("gives NaN or infinity in each of its 84 rows; *", OddOnnx.Constants(Square64, [[1, 6, 84]], Two, value: float.PositiveInfinity));
    }

    [Theory]
    [InlineData(new long[] { 1, 64, 64, 3 }, "*; the colours come last, *")]
    [InlineData(new long[] { 1, 1, 64, 64 }, "*; it is of grey pictures*")]
    [InlineData(new long[] { 1, 3, 64 }, "input 'images' is float32 [1, 3, 64]; *")]
    [InlineData(new long[] { 1, 4, 64, 64 }, "input 'images' is float32 [1, 4, 64, 64]; *")]
    [InlineData(new long[] { 1, 3, 0, 64 }, "input 'images' is float32 [1, 3, 0, 64]; *")]
    [InlineData(new long[] { 1, 3, 1_000_000, 1_000_000 }, "input 'images' is float32 [1, 3, 1000000, 1000000]; *")]
    public void An_input_that_is_no_batch_of_pictures_is_refused(long[] input, string fault) =>
        Refused(fault, OddOnnx.Constants([.. input.Cast<object>()], [[1, 6, 84]], Two));

    [Fact]
    public void An_output_too_large_for_the_machine_is_refused() =>
        Refused("*", OddOnnx.Constants(Square64, [[1, 6, 1L << 50]], Two, declared: ["batch", 6, "anchors"]));

    [Fact]
    public void What_the_runtime_cannot_load_is_told_with_what_to_do()
    {
        Refused("*not an ONNX model that ONNX Runtime can load: *BatchedNMSDynamic_TRT*; it has operations of its own*", OddOnnx.UnknownOperation());
        Refused("*not an ONNX model that ONNX Runtime can load: *; export it with a lower one: opset=17", OddOnnx.FromTheFuture(ir: 8, opset: 99));
        Refused("*not an ONNX model that ONNX Runtime can load: *; export it with an older onnx package*", OddOnnx.FromTheFuture(ir: 99, opset: 17));
        Refused("*not an ONNX model that ONNX Runtime can load: *; put the file of its weights*", OddOnnx.WeightsBeside("weights.bin"));
        Refused("*not an ONNX model that ONNX Runtime can load: *; it is another kind of file, or cut off*", TinyOnnx.Detect().Build()[..^500]);
    }

    [Theory, InlineData(false), InlineData(true)]
    public void A_batch_that_is_dynamic_in_name_alone_is_run_one_at_a_time(bool refuses)
    {
        using var file = new ModelFile(refuses ? (TinyOnnx.Detect() with { RefusesOtherBatches = true }).Build() : OddOnnx.OnePictureOut());
        using var engine = InferenceEngine.Start(file.Path, new() { Device = InferenceDevice.Cpu, MaxBatchSize = 8, Lanes = 1 });
        Assert.Equal((1, false), (engine.Options.MaxBatchSize, engine.Model.DynamicBatch));
        Assert.Contains("its batch is declared dynamic, and two pictures cannot be run (", Assert.Single(engine.Model.Limits), StringComparison.Ordinal);
    }

    [Fact]
    public void A_size_that_is_dynamic_in_name_alone_is_the_models_own()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect() with { RefusesOtherSizes = true });
        Assert.Equal((64, 64, false), (engine.Input.Height, engine.Input.Width, engine.Input.Varies));
        Assert.Contains("its size is declared dynamic, and 64x32 cannot be run (", Assert.Single(engine.Model.Limits), StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_model_has_no_limits()
    {
        foreach (var model in new[] { TinyOnnx.EndToEnd() with { Width = 640, Height = 640, FixedSize = true }, TinyOnnx.Detect(), TinyOnnx.Pose(), TinyOnnx.EndToEnd(), TinyOnnx.EndToEndPose(), TinyOnnx.NaN(), TinyOnnx.Detect() with { FixedSize = true, FixedBatch = 2 } })
        {
            using var engine = TinyEngine.Start(model);
            Assert.Empty(engine.Model.Limits);
        }
    }

    // Exports with half=True.
    [Fact]
    public async Task A_model_of_half_precision_finds_what_its_twin_of_single_precision_finds()
    {
        using var single = TinyEngine.Start(TinyOnnx.Pose());
        using var half = TinyEngine.Start(TinyOnnx.Pose() with { Half = true });
        var data = new byte[TensorInput.BytesOf(64, 64)];
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(data.AsSpan()).Fill(0.5f);
        var (ofSingle, ofHalf) = (await Numbers(single, data), await Numbers(half, data));
        // Halves have eleven bits: 16 and 48 are exact, scores are within a two-thousandth.
        Assert.Equal(ofSingle.Length, ofHalf.Length);
        Assert.All(ofSingle.Zip(ofHalf), pair => Assert.Equal(pair.First, pair.Second, 1e-3f * Math.Max(1, Math.Abs(pair.First))));
        Assert.Contains(ofHalf, value => value is > 0.4f and < 0.6f);
    }

    [Fact]
    public void Inputs_from_the_field()
    {
        Refused("output is [?, 25200, 85]*looks like YOLOv5*", File.ReadAllBytes(SharedData.Field("v5_nometa.onnx")));
        Refused("output is [?, 25200, 6]*looks like YOLOv5*", File.ReadAllBytes(SharedData.Field("v5_1c.onnx")));
        Refused("output is [?, 8400, 84]*swapped*", File.ReadAllBytes(SharedData.Field("v8T_nometa.onnx")));
        Refused("needs the inputs images, orig_target_sizes; expected one, the picture; RT-DETR *", File.ReadAllBytes(SharedData.Field("twoin_used.onnx")));
        using var half = InferenceEngine.Start(SharedData.Field("fp16out.onnx"), new() { Device = InferenceDevice.Cpu });
        Assert.Empty(half.Model.Limits);
        using var batch = InferenceEngine.Start(SharedData.Field("falsedyn.onnx"), new() { Device = InferenceDevice.Cpu, MaxBatchSize = 4 });
        Assert.Equal(1, batch.Options.MaxBatchSize);
        Assert.Single(batch.Model.Limits);
    }

    private static async Task<float[]> Numbers(InferenceEngine engine, byte[] picture) =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>((await engine.InferAsync(new(1, 64, 64, picture))).Output.Span).ToArray();

    /// <param name="fault">After the model's name; * is anything.</param>
    private static void Refused(string fault, byte[] model)
    {
        using var file = new ModelFile(model);
        var e = Assert.Throws<ModelLoadException>(() => InferenceEngine.Start(file.Path, new() { Device = InferenceDevice.Cpu }));
        Assert.Matches($@"\A(tiny|{System.Text.RegularExpressions.Regex.Escape(file.Path)}): {System.Text.RegularExpressions.Regex.Escape(fault).Replace(@"\*", ".*", StringComparison.Ordinal)}\z", e.Message);
    }
}
