using GrpcHosting;
using Inference.Model;
using FFmpeg;
using Server.Models;
using Server.Publish;
using Server.Streams;
using V1 = Wire.V1;

namespace Server.Api.Grpc;

/// <summary>stream.v1.StreamService: video in, results out.</summary>
internal sealed class StreamService(
    StreamRegistry registry, ModelRegistry models, DetectQueue detects, PictureDetect pictures, TimeProvider time)
{
    public GrpcService Bind() => new GrpcService(V1.StreamServiceReflection.Descriptor.Services[0])
        .Duplex<V1.StreamRequest, V1.StreamResponse>("Stream", Stream)
        .ServerStreaming<V1.SubscribeRequest, V1.FrameResult>("Subscribe", Subscribe)
        .Unary<V1.DetectRequest, V1.FrameResult>("Detect", (request, _) => Detect(request));

    private async Task Stream(GrpcReader<V1.StreamRequest> requests, GrpcWriter<V1.StreamResponse> responses, GrpcCall call)
    {
        var first = await requests.ReadAsync(call.Cancellation);
        if (first?.Open is not { } open)
            throw GrpcFaults.BadField("open", "must be the first message");
        var options = OptionMessages.ToOptions(open.Options) with { Url = $"grpc://{call.Http.Connection.RemoteIpAddress}:{call.Http.Connection.RemotePort}", Realtime = !open.Lossless };
        if (!string.IsNullOrEmpty(open.Options?.Url))
            throw GrpcFaults.BadField("open.options.url", "is not for a stream that the client sends; CreateStream takes one");
        GrpcFaults.Check(options, "open.options.");
        if (!models.Knows(options.Model))
            throw GrpcFaults.UnknownModel(options.Model);

        var push = new PushCall(requests, responses, PushMessages.Format(open), open.Lossless, time);
        await push.Run(registry, options, call.Cancellation);
    }

    private async Task Subscribe(V1.SubscribeRequest request, GrpcWriter<V1.FrameResult> responses, GrpcCall call)
    {
        var stream = registry.Find(request.StreamId) ?? throw GrpcFaults.UnknownStream(request.StreamId);
        var subscriber = stream.Hub.Subscribe(SubscriberKind.Grpc) ?? throw GrpcFaults.TooManySubscribers(stream.Id);
        try
        {
            await foreach (var result in subscriber.Reader.ReadAllAsync(call.Cancellation))
                await responses.WriteAsync(result.Message);
        }
        finally
        {
            stream.Hub.Unsubscribe(subscriber);
        }

        if (registry.IsDraining)
            throw GrpcFaults.Stopping();
    }

    private async Task<V1.FrameResult> Detect(V1.DetectRequest request)
    {
        var thresholds = ThresholdMessages.Of(request);
        var model = request.Model is "" ? null : request.Model;
        if (!models.Knows(model))
            throw GrpcFaults.UnknownModel(model);
        using var place = detects.TryEnter()
            ?? throw new GrpcException(GrpcStatus.ResourceExhausted, "as many pictures are waiting as Server:MaxConcurrentDetects allows");
        try
        {
            return (await pictures.RunAsync(request.Image.Memory, model, thresholds)).Result;
        }
        catch (MediaException e)
        {
            throw GrpcFaults.Of(e, "image");
        }
        catch (UserException e)
        {
            throw GrpcFaults.BadField("classes", e.Message);
        }
        catch (ModelLoadException e)
        {
            throw new GrpcException(GrpcStatus.Unavailable, $"model: {e.Message}");
        }
    }
}
