using GrpcHosting;
using Server.Configuration;
using Server.Ingest;
using Server.Models;
using Server.Streams;
using V1 = Wire.V1;

namespace Server.Api.Grpc;

/// <summary>stream.v1.StreamAdmin: create, list, look at, change and remove streams.</summary>
internal sealed class StreamAdminService(StreamRegistry registry, ServerConfiguration configuration, ModelRegistry models, ModelInspections inspections)
{
    public GrpcService Bind() => new GrpcService(V1.StreamAdminReflection.Descriptor.Services[0])
        .Unary<V1.CreateStreamRequest, V1.StreamInfo>("CreateStream", (request, _) => Task.FromResult(Create(request)))
        .Unary<V1.GetStreamRequest, V1.StreamInfo>("GetStream", (request, _) => Task.FromResult(StreamMessages.ToMessage(Find(request.Id))))
        .Unary<V1.ListStreamsRequest, V1.ListStreamsResponse>("ListStreams", (_, _) => Task.FromResult(List()))
        .Unary<V1.UpdateStreamRequest, V1.StreamInfo>("UpdateStream", (request, _) => Task.FromResult(Update(request)))
        .Unary<V1.DeleteStreamRequest, V1.DeleteStreamResponse>("DeleteStream", (request, _) => Delete(request))
        .Unary<V1.ListModelsRequest, V1.ListModelsResponse>("ListModels", (_, call) => ListModels(call.Cancellation));

    private V1.StreamInfo Create(V1.CreateStreamRequest request)
    {
        var options = OptionMessages.ToOptions(request.Options);
        GrpcFaults.Check(options, "options.");
        if (!models.Knows(options.Model))
            throw GrpcFaults.UnknownModel(options.Model);
        var outcome = registry.TryCreate(options, Address(options.Url), out var stream);
        return outcome == CreateOutcome.Created
            ? StreamMessages.ToMessage(stream)
            : throw GrpcFaults.Of(outcome, stream.Id, registry);
    }

    private SourceAddress Address(string url)
    {
        try
        {
            return SourceAddress.Parse(url, configuration.Ingest);
        }
        catch (UserException e)
        {
            throw GrpcFaults.BadField("options.url", e.Message);
        }
    }

    private V1.ListStreamsResponse List()
    {
        var response = new V1.ListStreamsResponse();
        response.Streams.Add(registry.All.Select(StreamMessages.ToMessage));
        return response;
    }

    private V1.StreamInfo Update(V1.UpdateStreamRequest request)
    {
        var stream = Find(request.Id);
        var patch = OptionMessages.ToPatch(request.Options);
        GrpcFaults.Check(patch.ApplyTo(stream.Options), "options.");
        if (patch.Url is not null && !stream.CanMove)
            throw new GrpcException(GrpcStatus.FailedPrecondition, "options.url: a stream that has ended, or is pushed by a client, cannot be given another source");
        var moved = patch.Url is { } url ? Address(url) : null;
        try
        {
            registry.Change(stream, patch, moved);
        }
        catch (UserException e)
        {
            throw GrpcFaults.BadField("options.classes", e.Message);
        }

        return StreamMessages.ToMessage(stream);
    }

    private async Task<V1.DeleteStreamResponse> Delete(V1.DeleteStreamRequest request) =>
        await registry.RemoveAsync(request.Id) ? new() : throw GrpcFaults.UnknownStream(request.Id);

    private async Task<V1.ListModelsResponse> ListModels(CancellationToken stop)
    {
        var response = new V1.ListModelsResponse();
        response.Models.Add((await ModelEndpoints.ListAsync(models, inspections, stop)).Models.Select(ModelMessages.ToMessage));
        return response;
    }

    private VideoStream Find(string id) => registry.Find(id) ?? throw GrpcFaults.UnknownStream(id);
}
