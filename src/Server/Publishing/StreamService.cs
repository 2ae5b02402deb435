using FFmpeg;
using Grpc.Core;
using Inference.Model;
using Media;
using Server.Grpc;
using Server.Pictures;
using Server.Streams;
using Streaming;
using Streaming.Models;
using Streaming.Results;
using Streaming.Streams;
using V1 = Wire.V1;

namespace Server.Publishing;

/// <summary>stream.v1.StreamService: video in, results out.</summary>
internal sealed class StreamService(
    StreamRegistry registry, ModelRegistry models, DetectLimit limit, PictureDetect pictures, TimeProvider time) : V1.StreamService.StreamServiceBase
{
    public override async Task Stream(IAsyncStreamReader<V1.StreamRequest> requestStream, IServerStreamWriter<V1.StreamResponse> responseStream, ServerCallContext context)
    {
        var first = await requestStream.MoveNext(context.CancellationToken) ? requestStream.Current : null;
        if (first?.Open is not { } open)
            throw GrpcFaults.BadField("open", "must be the first message");
        var client = context.GetHttpContext().Connection;
        var options = OptionMessages.ToOptions(open.Options) with { Url = $"grpc://{client.RemoteIpAddress}:{client.RemotePort}", Realtime = !open.Lossless };
        if (!string.IsNullOrEmpty(open.Options?.Url))
            throw GrpcFaults.BadField("open.options.url", "is not for a stream that the client sends; CreateStream takes one");
        GrpcFaults.Check(options, "open.options.");
        if (!models.Contains(options.Model))
            throw GrpcFaults.UnknownModel(models, options.Model);

        var push = new PushCall(requestStream, responseStream, PushMessages.Format(open), open.Lossless, time);
        await push.Run(registry, options, context.CancellationToken);
    }

    public override async Task Subscribe(V1.SubscribeRequest request, IServerStreamWriter<V1.FrameResult> responseStream, ServerCallContext context)
    {
        var stream = registry.Find(request.StreamId) ?? throw GrpcFaults.UnknownStream(request.StreamId);
        var subscriber = stream.Hub.Subscribe(SubscriberKind.Grpc) ?? throw GrpcFaults.TooManySubscribers(stream.Id);
        try
        {
            await foreach (var result in subscriber.Reader.ReadAllAsync(context.CancellationToken))
                await responseStream.WriteAsync(result.Message);
        }
        finally
        {
            stream.Hub.Unsubscribe(subscriber);
        }

        if (registry.IsDraining)
            throw GrpcFaults.Stopping();
    }

    public override async Task<V1.FrameResult> Detect(V1.DetectRequest request, ServerCallContext context)
    {
        var options = OptionMessages.ToOptions(request);
        GrpcFaults.Check(options, "", OptionScope.Picture);
        if (!models.Contains(options.Model))
            throw GrpcFaults.UnknownModel(models, options.Model);
        using var lease = limit.TryAcquire()
            ?? throw GrpcFaults.Of(StatusCode.ResourceExhausted, "as many pictures are waiting as Server:MaxConcurrentDetects allows");
        try
        {
            return (await pictures.RunAsync(request.Image.Memory, options)).Result;
        }
        catch (MediaException e)
        {
            throw GrpcFaults.Of(e, "image");
        }
        catch (OptionException e)
        {
            throw GrpcFaults.Of(e, "");
        }
        catch (EngineClosedException)
        {
            throw GrpcFaults.Stopping();
        }
    }
}
