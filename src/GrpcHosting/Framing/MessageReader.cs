using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace GrpcHosting.Framing;

/// <summary>Reads messages straight from the pipe of a request or a response; nothing is copied but into the message itself.</summary>
/// <param name="encoding">grpc-encoding of the peer, already known to be supported.</param>
/// <param name="lost">What a broken connection means on this side.</param>
/// <param name="partial">Counts what waits here for the rest of its message.</param>
internal sealed class MessageReader(
    PipeReader pipe, int maxLength, string? encoding, Func<IOException, Exception> lost, PartialMessages? partial = null) : IDisposable
{
    private long _held;

    /// <summary>Of the message that was read last.</summary>
    public bool WasCompressed { get; private set; }

    /// <returns>Null at the end.</returns>
    /// <exception cref="GrpcException">The frame is malformed or too large, or holds no such message.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation) where T : class, IMessage<T>
    {
        while (true)
        {
            var result = await ReadPipeAsync(cancellation);
            var frame = MessageFrame.Read(result.Buffer, maxLength);
            if (frame.State == FrameState.Whole)
            {
                partial?.TryHold(ref _held, 0);
                return Take(parser, frame);
            }

            // A frame that cannot be read is left where it is, so that reading again finds the same fault.
            if (Fault(frame, result) is { } fault)
            {
                pipe.AdvanceTo(result.Buffer.Start);
                throw fault;
            }
            pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            if (result.IsCompleted)
                return null;
        }
    }

    /// <summary>Waits for the end; whatever comes instead stays unread.</summary>
    /// <returns>False when another message, or a part of one, came.</returns>
    public async ValueTask<bool> ReadEndAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await ReadPipeAsync(cancellation);
            pipe.AdvanceTo(result.Buffer.Start);
            if (!result.Buffer.IsEmpty || result.IsCompleted)
                return result.Buffer.IsEmpty;
        }
    }

    public void Dispose() => partial?.TryHold(ref _held, 0);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadResult> ReadPipeAsync(CancellationToken cancellation)
    {
        try
        {
            return await pipe.ReadAsync(cancellation);
        }
        catch (IOException e)
        {
            throw lost(e);
        }
    }

    private T Take<T>(MessageParser<T> parser, in MessageFrame frame) where T : class, IMessage<T>
    {
        try
        {
            WasCompressed = frame.Compressed;
            return frame.Compressed ? Inflate(parser, frame) : parser.ParseFrom(frame.Message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new GrpcException(GrpcStatus.Internal, $"the message is no valid {typeof(T).Name}", e);
        }
        finally
        {
            pipe.AdvanceTo(frame.Message.End);
        }
    }

    private T Inflate<T>(MessageParser<T> parser, in MessageFrame frame) where T : class, IMessage<T>
    {
        if (encoding != Gzip.Name)
            throw new GrpcException(GrpcStatus.Internal, "a message is flagged as compressed, but grpc-encoding names no compression");

        var inflated = Gzip.Inflate(frame.Message, maxLength);
        try
        {
            return inflated.TryRead(out var result) ? parser.ParseFrom(result.Buffer) : parser.ParseFrom([]);
        }
        finally
        {
            inflated.Complete();
        }
    }

    private GrpcException? Fault(in MessageFrame frame, in ReadResult result) => frame.State switch
    {
        FrameState.TooLarge => new(GrpcStatus.ResourceExhausted, $"a message of {frame.Length} bytes is larger than the {maxLength} that are accepted"),
        FrameState.BadFlag => new(GrpcStatus.Internal, "a message starts with a byte that is neither 0 nor 1"),
        _ when result.IsCompleted && !result.Buffer.IsEmpty => new(GrpcStatus.Internal, "the stream ended inside a message"),
        _ when partial?.TryHold(ref _held, result.Buffer.Length) == false =>
            new(GrpcStatus.ResourceExhausted, "too much memory is held by messages that have not come whole"),
        _ => null,
    };
}
