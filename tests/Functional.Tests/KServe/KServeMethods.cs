using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcHosting;
using Wire.KServe;
using Xunit;

namespace Functional.Tests.KServe;

/// <summary>Calls of inference.GRPCInferenceService by name, and requests as a gRPC client makes them.</summary>
internal static class KServeMethods
{
    public static MethodDescriptor Method(string name) => GrpcPredictV2Reflection.Descriptor.Services[0].FindMethodByName(name);

    public static Task<TResponse> Call<TRequest, TResponse>(this GrpcChannel channel, string name, TRequest request)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> =>
        channel.UnaryAsync<TRequest, TResponse>(Method(name), request, new() { Cancellation = TestContext.Current.CancellationToken });

    public static Task<ModelInferResponse> Infer(this GrpcChannel channel, ModelInferRequest request) =>
        channel.Call<ModelInferRequest, ModelInferResponse>("ModelInfer", request);

    public static GrpcClientCall<ModelInferRequest, ModelStreamInferResponse> InferStream(this GrpcChannel channel, CancellationToken cancel) =>
        channel.Duplex<ModelInferRequest, ModelStreamInferResponse>(Method("ModelStreamInfer"), new() { Cancellation = cancel });

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
