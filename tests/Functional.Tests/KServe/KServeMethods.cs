using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Load;
using Wire.KServe;
using Xunit;

namespace Functional.Tests.KServe;

/// <summary>Calls of inference.GRPCInferenceService, and requests as a gRPC client makes them.</summary>
internal static class KServeMethods
{
    public static async Task<ModelInferResponse> Infer(this GrpcChannel channel, ModelInferRequest request) =>
        await channel.Inference().ModelInferAsync(request, cancellationToken: TestContext.Current.CancellationToken);

    public static AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse> InferStream(this GrpcChannel channel, CancellationToken cancel) =>
        channel.Inference().ModelStreamInfer(cancellationToken: cancel);

    /// <summary>Its data in raw_input_contents.</summary>
    public static ModelInferRequest Raw(KServeTensor tensor, string id = "", string model = ServerFixture.Detect) =>
        Of(tensor, id, model, request => request.RawInputContents.Add(ByteString.CopyFrom(tensor.Bytes)));

    /// <summary>Its data in fp32_contents.</summary>
    public static ModelInferRequest Numbers(KServeTensor tensor, string id = "", string model = ServerFixture.Detect) =>
        Of(tensor, id, model, request => request.Inputs[0].Contents = new() { Fp32Contents = { tensor.Values } });

    private static ModelInferRequest Of(KServeTensor tensor, string id, string model, Action<ModelInferRequest> fill)
    {
        var request = new ModelInferRequest
        {
            ModelName = model, Id = id, Inputs = { new ModelInferRequest.Types.InferInputTensor { Name = "images", Datatype = "FP32", Shape = { tensor.Shape } } },
        };
        fill(request);
        return request;
    }
}
