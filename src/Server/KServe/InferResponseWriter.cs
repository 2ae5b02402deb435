using System.Runtime.InteropServices;
using Google.Protobuf;
using Inference;
using Streaming.Models;
using Wire.KServe;

namespace Server.KServe;

/// <summary>Makes the protocol's response of an engine's result, in the form in which the request came: raw or as numbers.</summary>
internal static class InferResponseWriter
{
    /// <exception cref="KServeException">There is no output.</exception>
    public static ModelInferResponse Write(ModelInferRequest request, ModelLease model, TensorResult result)
    {
        if (result.Outcome != FrameOutcome.Inferred)
            throw Fault(model, result);
        var output = new ModelInferResponse.Types.InferOutputTensor
        {
            Name = model.Engine.Model.OutputName, Datatype = ModelDescription.Fp32, Shape = { result.Shape },
        };
        var response = new ModelInferResponse { ModelName = model.Installed.Name, ModelVersion = model.Installed.VersionName, Id = request.Id, Outputs = { output } };
        if (request.RawInputContents.Count > 0)
            response.RawOutputContents.Add(UnsafeByteOperations.UnsafeWrap(result.Output));
        else
            output.Contents = new() { Fp32Contents = { MemoryMarshal.Cast<byte, float>(result.Output.Span).ToArray() } };
        return response;
    }

    private static KServeException Fault(ModelLease model, TensorResult result) => result.Outcome switch
    {
        FrameOutcome.Cancelled => new(KServeFault.Cancelled, "the request was cancelled"),
        FrameOutcome.Shutdown => new(KServeFault.Unavailable, "the server is stopping"),
        _ => new(KServeFault.Failed, $"model '{model.Installed.Name}' could not run this input: {result.Error?.Message}", result.Error),
    };
}
