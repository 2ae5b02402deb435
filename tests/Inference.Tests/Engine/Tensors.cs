using System.Runtime.InteropServices;
using Inference.Preprocess;
using Media;
using Microsoft.ML.OnnxRuntime;

namespace Inference.Tests.Engine;

/// <summary>What a client does before and after: pictures to tensors, raw bytes to numbers, and the model run by ONNX Runtime alone.</summary>
internal static class Tensors
{
    /// <summary>[frames, 3, height, width] f32, letterboxed as the engine would.</summary>
    public static TensorInput Of(int height, int width, params IEnumerable<Frame> frames)
    {
        var letterbox = new Letterbox();
        float[][] pictures = [.. frames.Select(frame =>
        {
            var picture = new float[3 * height * width];
            letterbox.Convert(frame, picture, width, height);
            return picture;
        })];
        return new(pictures.Length, height, width, MemoryMarshal.AsBytes<float>(pictures.SelectMany(picture => picture).ToArray()).ToArray());
    }

    public static float[] Floats(this TensorResult result) => MemoryMarshal.Cast<byte, float>(result.Output.Span).ToArray();

    /// <summary>The model's first output for this input, without any engine.</summary>
    public static (long[] Shape, float[] Values) RunAlone(TinyOnnx model, TensorInput tensor)
    {
        using var session = new InferenceSession(model.Build());
        using var input = OrtValue.CreateTensorValueFromMemory(
            MemoryMarshal.Cast<byte, float>(tensor.Data.Span).ToArray(), [tensor.Count, 3, tensor.Height, tensor.Width]);
        using var run = new RunOptions();
        using var outputs = session.Run(run, ["images"], [input], ["output0"]);
        return (outputs[0].GetTensorTypeAndShape().Shape, outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }
}
