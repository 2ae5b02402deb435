using Microsoft.Extensions.Diagnostics.HealthChecks;
using Streaming.Models;
using Streaming.Streams;
using Telemetry;
using Wire.KServe;

namespace Server.KServe;

/// <summary>The Open Inference Protocol (KServe v2) without a transport: a message in, a message out. gRPC and REST are two endpoints of it.</summary>
/// <remarks>Every call may throw a <see cref="KServeException"/>.</remarks>
internal sealed class OpenInference(ServedModels models, InferLimit limit, TensorCache cache, HealthCheckService health, StreamRegistry streams, InferOptions options)
{
    // Extensions as Triton calls them.
    private static readonly string[] Extensions = ["binary_tensor_data", "model_configuration", "statistics"];

    public static ServerLiveResponse ServerLive(ServerLiveRequest request) => new() { Live = true };

    public async Task<ServerReadyResponse> ServerReadyAsync(CancellationToken cancel) =>
        new() { Ready = (await health.CheckHealthAsync(cancel)).Status != HealthStatus.Unhealthy };

    public ModelReadyResponse ModelReady(ModelReadyRequest request) =>
        new() { Ready = models.IsReady(request.Name, request.Version) && !streams.IsDraining };

    public static ServerMetadataResponse ServerMetadata(ServerMetadataRequest request) => new() { Name = "stream", Version = ProductVersion.Number, Extensions = { Extensions } };

    public ModelMetadataResponse ModelMetadata(ModelMetadataRequest request)
    {
        using var model = models.Lease(request.Name, request.Version);
        return ModelDescription.Metadata(model, models.All.Where(other => other.Name == model.Installed.Name).Select(other => other.VersionName).Reverse());
    }

    public ModelConfigResponse ModelConfig(ModelConfigRequest request)
    {
        using var model = models.Lease(request.Name, request.Version);
        return new() { Config = ModelDescription.Config(model, MaxBatch) };
    }

    public ModelStatisticsResponse ModelStatistics(ModelStatisticsRequest request) =>
        new() { ModelStats = { models.Running(request.Name, request.Version).Select(StatisticsMessage.Of) } };

    public RepositoryIndexResponse RepositoryIndex(RepositoryIndexRequest request)
    {
        var index = models.All.Select(model => RepositoryEntry.Of(model, models)).Where(entry => !request.Ready || entry.State == RepositoryEntry.Ready);
        return new() { Models = { index } };
    }

    public async Task<ModelInferResponse> ModelInferAsync(ModelInferRequest request, CancellationToken cancel)
    {
        using var model = Open(request.ModelName, request.ModelVersion);
        using var lease = Enter();
        return await InferAsync(model, request, cancel);
    }

    /// <summary>The model of a request that is about to be read.</summary>
    public ModelLease Open(string name, string version) =>
        streams.IsDraining ? throw new KServeException(KServeFault.Unavailable, "the server is stopping") : models.Lease(name, version);

    /// <summary>A lease for one request, to be acquired before its body is read.</summary>
    public IDisposable Enter()
    {
        if (limit.TryAcquire() is { } lease)
            return lease;
        limit.CountRefused();
        throw new KServeException(KServeFault.Exhausted, $"{options.MaxConcurrentInfers} requests are inside, as many as Server:MaxConcurrentInfers allows");
    }

    /// <summary>Runs a request that has its lease.</summary>
    public async Task<ModelInferResponse> InferAsync(ModelLease model, ModelInferRequest request, CancellationToken cancel)
    {
        var tensor = InferRequestReader.Read(request, model, MaxBatch);
        return InferResponseWriter.Write(request, model, await cache.InferAsync(model, tensor, cancel));
    }

    /// <summary>Numbers of the largest tensor that a model takes.</summary>
    public long MaxValues(ModelLease model) => 3L * MaxBatch * model.Engine.Input.Height * model.Engine.Input.Width;

    private int MaxBatch => options.MaxInferBatch;
}
