using Grpc.Core;
using Server.Grpc;
using Server.Models;
using Streaming;
using Streaming.Models;
using Streaming.Sources;
using Streaming.Streams;
using V1 = Wire.V1;

namespace Server.Streams;

/// <summary>stream.v1.StreamAdmin: create, list, look at, change and remove streams.</summary>
internal sealed class StreamAdminService(StreamRegistry registry, IngestOptions ingest, ModelRegistry models, ModelInspections inspections)
    : V1.StreamAdmin.StreamAdminBase
{
    public override async Task<V1.StreamInfo> CreateStream(V1.CreateStreamRequest request, ServerCallContext context)
    {
        var options = OptionMessages.ToOptions(request.Options);
        GrpcFaults.Check(options, "options.");
        if (!models.Contains(options.Model))
            throw GrpcFaults.UnknownModel(models, options.Model);
        var outcome = registry.TryCreate(options, Address(options.Url), out var stream);
        return outcome == CreateOutcome.Created
            ? await WhenPersisted(stream)
            : throw GrpcFaults.Of(outcome, stream.Id, registry);
    }

    public override Task<V1.StreamInfo> GetStream(V1.GetStreamRequest request, ServerCallContext context) => Task.FromResult(StreamMessages.ToMessage(Find(request.Id)));

    public override Task<V1.ListStreamsResponse> ListStreams(V1.ListStreamsRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListStreamsResponse { Streams = { registry.All.Select(StreamMessages.ToMessage) } });

    public override async Task<V1.StreamInfo> UpdateStream(V1.UpdateStreamRequest request, ServerCallContext context)
    {
        var stream = Find(request.Id);
        var patch = OptionMessages.ToPatch(request.Options);
        GrpcFaults.Check(patch.ApplyTo(stream.Options), "options.");
        if (patch.Url is not null && !stream.CanMove)
            throw GrpcFaults.Of(StatusCode.FailedPrecondition, "options.url: a stream that has ended, or is pushed by a client, cannot be given another source");
        var moved = patch.Url is { } url ? Address(url) : null;
        try
        {
            registry.Change(stream, patch, moved);
        }
        catch (OptionException e)
        {
            throw GrpcFaults.Of(e, "options.");
        }

        return await WhenPersisted(stream);
    }

    public override async Task<V1.DeleteStreamResponse> DeleteStream(V1.DeleteStreamRequest request, ServerCallContext context) =>
        await registry.RemoveAsync(request.Id) ? new() : throw GrpcFaults.UnknownStream(request.Id);

    public override async Task<V1.ListModelsResponse> ListModels(V1.ListModelsRequest request, ServerCallContext context)
    {
        var list = await ModelEndpoints.ListAsync(models, inspections, context.CancellationToken);
        return new() { Models = { list.Models.Select(ModelMessages.ToMessage) } };
    }

    /// <summary>The answer to a change that outlives the server.</summary>
    private async Task<V1.StreamInfo> WhenPersisted(VideoStream stream)
    {
        await registry.Persisted;
        return StreamMessages.ToMessage(stream);
    }

    private SourceAddress Address(string url)
    {
        try
        {
            return SourceAddress.Parse(url, ingest);
        }
        catch (UserException e)
        {
            throw GrpcFaults.BadField("options.url", e.Message);
        }
    }

    private VideoStream Find(string id) => registry.Find(id) ?? throw GrpcFaults.UnknownStream(id);
}
