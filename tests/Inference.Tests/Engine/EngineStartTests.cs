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
        Assert.Equal("tiny: metadata 'task' is 'segment'; expected detect or pose; other tasks are not supported",
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
