using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Functional.Tests.KServe;

/// <summary>A client's input, [count, 3, height, width] f32, and what the model makes of it in ONNX Runtime alone.</summary>
internal sealed record KServeTensor(int Count, int Height, int Width, float[] Values)
{
    public long[] Shape => [Count, 3, Height, Width];

    public byte[] Bytes => MemoryMarshal.AsBytes<float>(Values).ToArray();

    /// <summary>Noise of a brightness that grows with the picture, so that a tiny model tells each from the next.</summary>
    public static KServeTensor Noise(int count, int height = 64, int width = 64, int seed = 1)
    {
        var random = new Random(seed);
        var values = new float[count * 3 * height * width];
        for (var i = 0; i < values.Length; i++)
            values[i] = (random.NextSingle() + i / (3 * height * width)) / count;
        return new(count, height, width, values);
    }

    /// <summary>The tiny detection model's output.</summary>
    public (long[] Shape, float[] Values) RunAlone() => RunAlone(TinyOnnx.Detect().Build());

    public (long[] Shape, float[] Values) RunAlone(byte[] model)
    {
        using var session = new InferenceSession(model);
        using var input = OrtValue.CreateTensorValueFromMemory(Values, Shape);
        using var run = new RunOptions();
        using var outputs = session.Run(run, session.InputNames, [input], session.OutputNames);
        return (outputs[0].GetTensorTypeAndShape().Shape, outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }
}
