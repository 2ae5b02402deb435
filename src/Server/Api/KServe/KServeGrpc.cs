using GrpcHosting;
using Wire.KServe;

namespace Server.Api.KServe;

/// <summary>inference.GRPCInferenceService: the Open Inference Protocol over gRPC.</summary>
internal static class KServeGrpc
{
    public static GrpcService Service(OpenInference api) => new GrpcService(GrpcPredictV2Reflection.Descriptor.Services[0])
        .Unary<ServerLiveRequest, ServerLiveResponse>("ServerLive", Answer<ServerLiveRequest, ServerLiveResponse>(OpenInference.ServerLive))
        .Unary<ServerReadyRequest, ServerReadyResponse>("ServerReady", Answer<ServerReadyRequest, ServerReadyResponse>(api.ServerReady))
        .Unary<ModelReadyRequest, ModelReadyResponse>("ModelReady", Answer<ModelReadyRequest, ModelReadyResponse>(api.ModelReady))
        .Unary<ServerMetadataRequest, ServerMetadataResponse>("ServerMetadata", Answer<ServerMetadataRequest, ServerMetadataResponse>(OpenInference.ServerMetadata))
        .Unary<ModelMetadataRequest, ModelMetadataResponse>("ModelMetadata", Answer<ModelMetadataRequest, ModelMetadataResponse>(api.ModelMetadata))
        .Unary<ModelConfigRequest, ModelConfigResponse>("ModelConfig", Answer<ModelConfigRequest, ModelConfigResponse>(api.ModelConfig))
        .Unary<ModelStatisticsRequest, ModelStatisticsResponse>("ModelStatistics", Answer<ModelStatisticsRequest, ModelStatisticsResponse>(api.ModelStatistics))
        .Unary<RepositoryIndexRequest, RepositoryIndexResponse>("RepositoryIndex", Answer<RepositoryIndexRequest, RepositoryIndexResponse>(api.RepositoryIndex))
        .Unary<ModelInferRequest, ModelInferResponse>("ModelInfer", (request, call) => TellFaults(() => api.ModelInferAsync(request, call.Cancellation)))
        .Duplex<ModelInferRequest, ModelStreamInferResponse>("ModelStreamInfer", (requests, responses, call) => StreamInfer.RunAsync(api, requests, responses, call));

    private static Func<TRequest, GrpcCall, Task<TResponse>> Answer<TRequest, TResponse>(Func<TRequest, TResponse> answer) =>
        (request, _) => TellFaults(() => Task.FromResult(answer(request)));

    private static async Task<TResponse> TellFaults<TResponse>(Func<Task<TResponse>> answer)
    {
        try
        {
            return await answer();
        }
        catch (KServeException e)
        {
            throw new GrpcException(StatusOf(e.Fault), e.Message, e);
        }
    }

    private static GrpcStatus StatusOf(KServeFault fault) => fault switch
    {
        KServeFault.InvalidArgument or KServeFault.TooLarge => GrpcStatus.InvalidArgument,
        KServeFault.NotFound => GrpcStatus.NotFound,
        KServeFault.Exhausted => GrpcStatus.ResourceExhausted,
        KServeFault.Unavailable => GrpcStatus.Unavailable,
        KServeFault.Cancelled => GrpcStatus.Cancelled,
        _ => GrpcStatus.Internal,
    };
}
