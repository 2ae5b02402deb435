using Grpc.Core;
using Wire.KServe;

namespace Server.KServe;

/// <summary>inference.GRPCInferenceService: the Open Inference Protocol over gRPC.</summary>
internal sealed class KServeGrpc(OpenInference api, IHostApplicationLifetime lifetime) : GRPCInferenceService.GRPCInferenceServiceBase
{
    public override Task<ServerLiveResponse> ServerLive(ServerLiveRequest request, ServerCallContext context) => Task.FromResult(OpenInference.ServerLive(request));

    public override Task<ServerReadyResponse> ServerReady(ServerReadyRequest request, ServerCallContext context) => api.ServerReadyAsync(context.CancellationToken);

    public override Task<ModelReadyResponse> ModelReady(ModelReadyRequest request, ServerCallContext context) => Task.FromResult(api.ModelReady(request));

    public override Task<ServerMetadataResponse> ServerMetadata(ServerMetadataRequest request, ServerCallContext context) => Task.FromResult(OpenInference.ServerMetadata(request));

    public override Task<ModelMetadataResponse> ModelMetadata(ModelMetadataRequest request, ServerCallContext context) => Task.FromResult(api.ModelMetadata(request));

    public override Task<ModelConfigResponse> ModelConfig(ModelConfigRequest request, ServerCallContext context) => Task.FromResult(api.ModelConfig(request));

    public override Task<ModelStatisticsResponse> ModelStatistics(ModelStatisticsRequest request, ServerCallContext context) => Task.FromResult(api.ModelStatistics(request));

    public override Task<RepositoryIndexResponse> RepositoryIndex(RepositoryIndexRequest request, ServerCallContext context) => Task.FromResult(api.RepositoryIndex(request));

    public override Task<ModelInferResponse> ModelInfer(ModelInferRequest request, ServerCallContext context) => api.ModelInferAsync(request, context.CancellationToken);

    public override Task ModelStreamInfer(IAsyncStreamReader<ModelInferRequest> requestStream, IServerStreamWriter<ModelStreamInferResponse> responseStream, ServerCallContext context) =>
        StreamInfer.RunAsync(api, requestStream, responseStream, lifetime.ApplicationStopping, context.CancellationToken);

    public static StatusCode StatusOf(KServeFault fault) => fault switch
    {
        KServeFault.InvalidArgument or KServeFault.TooLarge => StatusCode.InvalidArgument,
        KServeFault.NotFound => StatusCode.NotFound,
        KServeFault.Exhausted => StatusCode.ResourceExhausted,
        KServeFault.Unavailable => StatusCode.Unavailable,
        KServeFault.Cancelled => StatusCode.Cancelled,
        _ => StatusCode.Internal,
    };
}
