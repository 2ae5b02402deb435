using System.Buffers.Binary;
using Inference;
using Streaming.Models;
using Wire.KServe;

namespace Server.KServe;

/// <summary>Makes the engine's input of a request, or says which of its fields is wrong and what is expected there.</summary>
/// <remarks>Nothing is allocated before the shape is known to be within its bounds and the data to have its length.</remarks>
internal static class InferRequestReader
{
    // They would change what the answer means, so they cannot be passed over like other parameters.
    private static readonly string[] UnsupportedOfOutputs = ["classification", "shared_memory_region"];

    /// <param name="maxBatch">Most pictures in one request.</param>
    /// <exception cref="KServeException">The request is none for this model.</exception>
    public static TensorInput Read(ModelInferRequest request, ModelLease model, int maxBatch)
    {
        CheckOutputs(request, model.Engine.Model.OutputName);
        var input = OnlyInput(request, model.Engine.Model.InputName);
        var (count, height, width) = Shape(input, model.Engine.Input, maxBatch);
        var bytes = count * TensorInput.BytesOf(height, width);
        return new(count, height, width, Data(request, input, bytes));
    }

    private static void CheckOutputs(ModelInferRequest request, string name)
    {
        foreach (var (index, output) in request.Outputs.Index())
        {
            if (output.Name != name)
                throw KServeException.Invalid($"outputs[{index}].name: is '{output.Name}'; the model's output is '{name}'");
            if (UnsupportedOfOutputs.FirstOrDefault(output.Parameters.ContainsKey) is { } parameter)
                throw KServeException.Invalid($"outputs[{index}].parameters.{parameter}: is not supported");
        }
    }

    private static ModelInferRequest.Types.InferInputTensor OnlyInput(ModelInferRequest request, string name)
    {
        if (request.Inputs is not [var input])
            throw KServeException.Invalid($"inputs: has {request.Inputs.Count} tensors; the model takes one, '{name}'");
        if (input.Name != name)
            throw KServeException.Invalid($"inputs[0].name: is '{input.Name}'; the model's input is '{name}'");
        if (input.Datatype != ModelDescription.Fp32)
            throw KServeException.Invalid($"input '{name}': datatype is '{input.Datatype}'; expected {ModelDescription.Fp32}");
        return input;
    }

    private static (int Count, int Height, int Width) Shape(ModelInferRequest.Types.InferInputTensor input, InputSize size, int maxBatch)
    {
        if (input.Shape is [var count and > 0, 3, var height, var width] && count <= maxBatch && size.Allows(height, width))
            return ((int)count, (int)height, (int)width);
        var expected = size.Varies
            ? $"[1..{maxBatch}, 3, {size.Stride}..{size.Height}, {size.Stride}..{size.Width}] with height and width in multiples of {size.Stride}"
            : $"[1..{maxBatch}, 3, {size.Height}, {size.Width}]";
        throw KServeException.Invalid($"input '{input.Name}': shape is [{string.Join(", ", input.Shape.Take(8))}]; expected {expected}");
    }

    private static ReadOnlyMemory<byte> Data(ModelInferRequest request, ModelInferRequest.Types.InferInputTensor input, long bytes)
    {
        var hasContents = input.Contents is { } contents && contents.CalculateSize() > 0;
        if (request.RawInputContents.Count == 0 && hasContents)
            return Data(input.Contents!, input.Name, bytes);
        if (hasContents)
            throw KServeException.Invalid($"input '{input.Name}': has contents, and the request has raw_input_contents; expected one of the two");
        if (request.RawInputContents is not [var raw])
            throw KServeException.Invalid($"raw_input_contents: has {request.RawInputContents.Count} entries; expected one, for input '{input.Name}'");
        return raw.Length == bytes
            ? raw.Memory
            : throw KServeException.Invalid($"input '{input.Name}': has {raw.Length} bytes; its shape needs {bytes}");
    }

    private static byte[] Data(InferTensorContents contents, string name, long bytes)
    {
        var values = contents.Fp32Contents;
        if (values.Count != bytes / sizeof(float))
            throw KServeException.Invalid($"input '{name}': has {values.Count} fp32_contents; its shape needs {bytes / sizeof(float)}");

        var data = GC.AllocateUninitializedArray<byte>((int)bytes);
        for (var i = 0; i < values.Count; i++)
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        return data;
    }
}
