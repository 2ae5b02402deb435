using System.Security.Cryptography;
using Inference.Model;
using Xunit;

namespace Inference.Tests.Engine;

public class EngineStartTests
{
    [Fact]
    public void A_file_that_is_missing_is_named() =>
        Assert.Equal("nowhere/x.onnx: no such file", Refusal("nowhere/x.onnx"));

    [Theory]
    [InlineData("this is no model\n")]
    [InlineData("")]
    public void A_file_that_is_not_ONNX_is_refused(string text)
    {
        using var file = new ModelFile(System.Text.Encoding.UTF8.GetBytes(text));
        Assert.StartsWith($"{file.Path}: not an ONNX model that ONNX Runtime can load: ", Refusal(file.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_was_cut_off_is_refused()
    {
        using var file = new ModelFile(TinyOnnx.Detect().Build()[..^500]);
        Assert.StartsWith($"{file.Path}: not an ONNX model", Refusal(file.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_task_that_is_not_supported_is_named() =>
        Assert.Equal("tiny: metadata 'task' is 'segment'; expected detect or pose; export a model of one of these: yolo export model=yolo11n.pt format=onnx",
            Refusal(TinyOnnx.Detect() with { Task = "segment" }));

    [Fact]
    public void An_output_that_contradicts_the_metadata_is_told_with_what_was_expected() =>
        Assert.StartsWith("tiny: output is [?, 87, ?]; expected [?, 84, anchors]", Refusal(TinyOnnx.WrongShape()), StringComparison.Ordinal);

    [Fact]
    public void A_size_that_is_no_multiple_of_the_stride_is_refused() =>
        Assert.Equal("tiny: input size 100 was asked for; it takes multiples of 32", Refusal(TinyOnnx.Detect(), new() { InputSize = 100 }));

    [Theory]
    [InlineData(InferenceDevice.Cuda, "libonnxruntime_providers_cuda.so")]
    [InlineData(InferenceDevice.TensorRt, "libonnxruntime_providers_tensorrt.so")]
    public void A_device_that_is_not_there_is_told_with_the_library_that_is_missing(InferenceDevice device, string library)
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, library)))
            Assert.Skip($"{library} is here");
        Assert.Contains($"{library} is not beside the program", Refusal(TinyOnnx.Detect(), new() { Device = device }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sequence", "output 'output0' is a sequence; expected a tensor")]
    [InlineData("no input", "has no input; expected one, the picture")]
    [InlineData("two inputs", "needs the inputs images, scale; expected one, the picture")]
    [InlineData("double output", "output 'output0' is Double; expected float32 or float16")]
    [InlineData("byte input", "input 'images' is UInt8 [1, 3, 64, 64]; expected float32 or float16 [batch 1..1024, 3, height, width], sides up to 16384, 3.2 GB in all; it takes whole numbers")]
    [InlineData("enormous", "input 'images' is float32 [1024, 3, 16384, 16384]; expected")]
    public void A_graph_that_is_no_model_of_pictures_is_that_files_named_fault(string kind, string fault)
    {
        using var file = new ModelFile(Odd[kind]);
        Assert.StartsWith($"tiny: {fault}", Refusal(file.Path), StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_lie_in_a_file_beside_the_model_are_found()
    {
        using var file = new ModelFile(OddOnnx.WeightsBeside("weights.bin"));
        Assert.StartsWith($"{file.Path}: not an ONNX model that ONNX Runtime can load: ", Refusal(file.Path), StringComparison.Ordinal);
        File.WriteAllBytes(Path.Combine(Path.GetDirectoryName(file.Path)!, "weights.bin"), BitConverter.GetBytes(1f));
        using var engine = InferenceEngine.Start(file.Path, new() { Device = InferenceDevice.Cpu });
    }

    [Fact]
    public void A_models_hash_is_of_the_bytes_that_were_loaded_and_its_version_is_its_folder()
    {
        var bytes = TinyOnnx.Detect().Build();
        using var file = new ModelFile(bytes);
        var versioned = Path.Combine(Path.GetDirectoryName(file.Path)!, "people", "12", "model.onnx");
        Directory.CreateDirectory(Path.GetDirectoryName(versioned)!);
        File.Copy(file.Path, versioned);
        using var loose = InferenceEngine.Start(file.Path, new() { Device = InferenceDevice.Cpu });
        using var installed = InferenceEngine.Start(versioned, new() { Device = InferenceDevice.Cpu });
        Assert.Equal(("tiny", "1", "people", "12"), (loose.Model.Name, loose.Model.Version, installed.Model.Name, installed.Model.Version));
        Assert.All([loose, installed], engine => Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), engine.Model.Sha256));
    }

    private static readonly Dictionary<string, byte[]> Odd = new()
    {
        ["sequence"] = OddOnnx.Sequence(), ["no input"] = OddOnnx.NoInput(), ["two inputs"] = OddOnnx.TwoInputs(), ["double output"] = OddOnnx.DoubleOutput(), ["byte input"] = OddOnnx.ByteInput(), ["enormous"] = OddOnnx.Enormous(),
    };

    [Fact]
    public void Automatic_options_say_what_they_became()
    {
        using var engine = TinyEngine.Start(TinyOnnx.Detect(), new() { ThreadsPerLane = 2, Lanes = 2 });
        Assert.Equal((InferenceDevice.Cpu, 2, 1, 0), (engine.Device, engine.Options.Lanes, engine.Options.MaxBatchSize, engine.Options.MaxQueueDelayMicroseconds));
    }

    private static string Refusal(TinyOnnx model, InferenceOptions? options = null)
    {
        using var file = new ModelFile(model.Build());
        return Refusal(file.Path, options);
    }

    private static string Refusal(string path, InferenceOptions? options = null) =>
        Assert.Throws<ModelLoadException>(() => InferenceEngine.Start(path, options ?? new() { Device = InferenceDevice.Cpu })).Message;
}
