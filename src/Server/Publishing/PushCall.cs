using System.Threading.Channels;
using Grpc.Core;
using Server.Grpc;
using Server.Streams;
using Streaming.Results;
using Streaming.Sources;
using Streaming.Streams;
using V1 = Wire.V1;

namespace Server.Publishing;

/// <summary>One call of StreamService.Stream: a stream that lives as long as it.</summary>
/// <remarks>Three loops, none of which waits for another, take units in and make results and credits; a fourth alone writes to the client.</remarks>
internal sealed class PushCall
{
    // A second of video: enough to hide a network's round trip, and more than decoders hold back for reordering.
    private const int Window = 32;

    private readonly IAsyncStreamReader<V1.StreamRequest> _requests;
    private readonly IServerStreamWriter<V1.StreamResponse> _responses;
    private readonly PushFormat _format;
    private readonly bool _lossless;
    private readonly TimeProvider _time;
    private readonly CreditWindow _credit;

    // What a client that does not read keeps waiting: the message that is being written has left.
    private readonly Channel<V1.StreamResponse> _outbox = Channel.CreateBounded<V1.StreamResponse>(new BoundedChannelOptions(1) { SingleReader = true });

    // Rung whenever credits may have come free; one ring is as good as many.
    private readonly Channel<bool> _completions = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private long _written;

    public PushCall(IAsyncStreamReader<V1.StreamRequest> requests, IServerStreamWriter<V1.StreamResponse> responses, PushFormat format, bool lossless, TimeProvider time)
    {
        (_requests, _responses, _format, _lossless, _time) = (requests, responses, format, lossless, time);
        _credit = new CreditWindow(Window, lossless);
    }

    /// <exception cref="RpcException">The stream could not be opened, or came to a bad end.</exception>
    public async Task Run(StreamRegistry registry, StreamOptions options, CancellationToken cancellation)
    {
        var source = new PushSource(options.Url, _format, Window, canWait: _lossless, SignalCompletion);
        if (registry.TryCreate(options, source, out var stream) is var outcome and not CreateOutcome.Created)
            throw GrpcFaults.Of(outcome, stream.Id, registry);
        try
        {
            await Serve(registry, stream, source, cancellation);
        }
        finally
        {
            await registry.RemoveAsync(stream);
            source.Dispose();
        }
    }

    private async Task Serve(StreamRegistry registry, VideoStream stream, PushSource source, CancellationToken cancellation)
    {
        var subscriber = stream.Hub.SubscribeOwner(SubscriberKind.Grpc);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await _responses.WriteAsync(new() { Opened = new() { StreamId = stream.Id, Credit = Window } }, CancellationToken.None);
        var receiving = Receive(stream, source, over.Token);
        var crediting = SendCredits(stream);
        var writing = Write();
        try
        {
            await SendResults(subscriber, over.Token);
            await stream.Finished;
        }
        finally
        {
            await over.CancelAsync();
            _completions.Writer.Complete();
            await Task.WhenAll(receiving, crediting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _outbox.Writer.TryComplete();
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (receiving.IsFaulted)
            await receiving;
        if (stream.Status.State == StreamState.Failed)
            throw GrpcFaults.Of(StatusCode.FailedPrecondition, stream.Status.LastError ?? "the stream failed");
        if (!receiving.IsCompletedSuccessfully)
            throw registry.IsDraining ? GrpcFaults.Stopping() : GrpcFaults.Of(StatusCode.Aborted, "the stream was removed");
        await _responses.WriteAsync(new() { Ended = new() { Frames = StreamMessages.ToMessage(stream.Totals), ResultsDropped = subscriber.Dropped, Warning = stream.Status.LastWarning ?? "" } }, CancellationToken.None);
    }

    /// <summary>Reads until the client has sent all. A fault ends the stream, and with it the call.</summary>
    private async Task Receive(VideoStream stream, PushSource source, CancellationToken over)
    {
        try
        {
            while (await _requests.MoveNext(over))
                Accept(_requests.Current, source);
            source.Complete();
        }
        catch
        {
            stream.Stop();
            throw;
        }
    }

    private void Accept(V1.StreamRequest request, PushSource source)
    {
        var unit = PushMessages.Unit(request, _format, _time.GetTimestamp());
        if (!_credit.TryTake())
        {
            unit.Raw.Release();
            throw GrpcFaults.Of(StatusCode.ResourceExhausted, "unit: sent without a credit; wait for `credit`");
        }

        // Refused only by a stream that is ending: its last messages tell why.
        if (!source.TryPush(unit))
            unit.Raw.Release();
    }

    private async Task SendResults(SubscriberQueue<PublishedResult> results, CancellationToken over)
    {
        await foreach (var result in results.Reader.ReadAllAsync(over))
            await _outbox.Writer.WriteAsync(new() { Result = result.Message }, over);
    }

    private async Task SendCredits(VideoStream stream)
    {
        await foreach (var _ in _completions.Reader.ReadAllAsync(CancellationToken.None))
        {
            if (_credit.Grant(stream.Totals, Interlocked.Read(ref _written)) is > 0 and var more)
                await _outbox.Writer.WriteAsync(new() { Credit = more }, CancellationToken.None);
        }
    }

    /// <summary>gRPC takes one message of a call at a time.</summary>
    private async Task Write()
    {
        try
        {
            await foreach (var message in _outbox.Reader.ReadAllAsync(CancellationToken.None))
            {
                await _responses.WriteAsync(message, CancellationToken.None);
                if (message.Result is null)
                    continue;
                Interlocked.Increment(ref _written);
                SignalCompletion();
            }
        }
        catch (Exception e)
        {
            // Who has more to say learns of it.
            _outbox.Writer.TryComplete(e);
            throw;
        }
    }

    private void SignalCompletion() => _completions.Writer.TryWrite(true);
}
