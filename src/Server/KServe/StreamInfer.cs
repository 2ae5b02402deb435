using System.Threading.Channels;
using Grpc.Core;
using Server.Grpc;
using Wire.KServe;

namespace Server.KServe;

/// <summary>ModelStreamInfer: several requests of a stream run at once, and their responses leave in the order of the requests.</summary>
/// <remarks>
/// A client that does not read its responses fills the window, and then its requests are not read either: flow control holds it back.
/// It can always go on by reading, so neither side waits for the other for ever.
/// </remarks>
internal static class StreamInfer
{
    // Enough to keep a batch full while responses travel; each holds a request and a response in memory.
    private const int Window = 8;

    public static async Task RunAsync(
        OpenInference api, IAsyncStreamReader<ModelInferRequest> requests, IServerStreamWriter<ModelStreamInferResponse> responses, CancellationToken stopping, CancellationToken cancel)
    {
        // The response that is being written has left the channel.
        var window = Channel.CreateBounded<Task<ModelStreamInferResponse>>(Window - 1);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = ReadAsync(api, requests, window.Writer, stopping, ended.Token);
        try
        {
            await foreach (var response in window.Reader.ReadAllAsync(ended.Token))
                await responses.WriteAsync(await response);
            await reading;
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (window.Reader.TryRead(out var response))
                await ((Task)response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAsync(
        OpenInference api, IAsyncStreamReader<ModelInferRequest> requests, ChannelWriter<Task<ModelStreamInferResponse>> window, CancellationToken stopping, CancellationToken ended)
    {
        using var closing = CancellationTokenSource.CreateLinkedTokenSource(stopping, ended);
        try
        {
            // Room first: a request that is read is a request that is held.
            while (await window.WaitToWriteAsync(closing.Token) && await requests.MoveNext(closing.Token))
                await window.WriteAsync(AnswerAsync(api, requests.Current, ended), ended);
            window.Complete();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            window.Complete(GrpcFaults.Stopping());
        }
        catch (Exception e)
        {
            // What was read before is answered first, then the stream ends with this.
            window.Complete(e);
        }
    }

    private static async Task<ModelStreamInferResponse> AnswerAsync(OpenInference api, ModelInferRequest request, CancellationToken ended)
    {
        try
        {
            return new() { InferResponse = await api.ModelInferAsync(request, ended) };
        }
        catch (KServeException e)
        {
            return new() { ErrorMessage = e.Message, InferResponse = new() { Id = request.Id } };
        }
    }
}
