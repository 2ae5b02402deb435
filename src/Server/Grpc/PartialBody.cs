using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Server.Grpc;

/// <summary>Memory that messages hold which have not come whole, counted over all calls of a server.</summary>
internal sealed class PartialMessages(long maxBytes)
{
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <param name="held">What this call was counted with, and is counted with from now on.</param>
    /// <returns>False when all together would hold too much; <paramref name="held"/> is as it was then.</returns>
    public bool TryHold(ref long held, long bytes)
    {
        var more = bytes - held;
        if (Interlocked.Add(ref _bytes, more) > maxBytes && more > 0)
        {
            Interlocked.Add(ref _bytes, -more);
            return false;
        }

        held = bytes;
        return true;
    }
}

/// <summary>A call's body that counts what waits in it for the rest of its message: what a reader has seen whole and left there.</summary>
internal sealed class PartialBody(PipeReader body, PartialMessages partial) : PipeReader, IRequestBodyPipeFeature, IDisposable
{
    private ReadOnlySequence<byte> _seen;
    private long _held;
    private bool _isTooMuch;

    public PipeReader Reader => this;

    /// <exception cref="RpcException">RESOURCE_EXHAUSTED: there is no room to wait for more.</exception>
    public override ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        if (_isTooMuch)
            throw new RpcException(new Status(StatusCode.ResourceExhausted, "too much memory is held by messages that have not come whole"));
        try
        {
            var read = body.ReadAsync(cancellationToken);
            return read.IsCompletedSuccessfully ? new(See(read.Result)) : SeeAsync(read);
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    public override bool TryRead(out ReadResult result)
    {
        var read = body.TryRead(out result);
        if (read)
            See(result);
        return read;
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        var waiting = examined.Equals(_seen.End) ? _seen.Slice(consumed).Length : 0;
        _seen = default;
        try
        {
            body.AdvanceTo(consumed, examined);
        }
        catch (IOException e)
        {
            throw Gone(e);
        }

        _isTooMuch = !partial.TryHold(ref _held, waiting);
    }

    public override void CancelPendingRead() => body.CancelPendingRead();

    public override void Complete(Exception? exception = null) => body.Complete(exception);

    public void Dispose() => partial.TryHold(ref _held, 0);

    private ReadResult See(in ReadResult read)
    {
        _seen = read.Buffer;
        return read;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> SeeAsync(ValueTask<ReadResult> read)
    {
        try
        {
            return See(await read);
        }
        catch (IOException e)
        {
            throw Gone(e);
        }
    }

    /// <summary>A reader may find the stream broken before the server has announced it.</summary>
    private static ConnectionResetException Gone(IOException e) => new("the client has gone", e);
}
