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
        try
        {
            while (true)
            {
                var result = await pipe.ReadAsync(cancellation);
                var frame = MessageFrame.Read(result.Buffer, maxLength);
                if (Fault(frame, result) is { } fault)
                {
                    // The frame is left where it is, so that reading again finds the same fault.
                    pipe.AdvanceTo(result.Buffer.Start);
                    throw fault;
                }
                if (frame.State == FrameState.Whole)
                    return Take(parser, frame);
                pipe.AdvanceTo(result.Buffer.Start, result.Buffer.End);
                if (result.IsCompleted)
                    return null;
            }
        }
        catch (IOException e)
        {
            throw lost(e);
        }
    }

    /// <summary>Waits for the end; whatever comes instead stays unread.</summary>
    /// <returns>False when another message, or a part of one, came.</returns>
    public async ValueTask<bool> ReadEndAsync(CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var result = await pipe.ReadAsync(cancellation);
                pipe.AdvanceTo(result.Buffer.Start);
                if (!result.Buffer.IsEmpty || result.IsCompleted)
                    return result.Buffer.IsEmpty;
            }
        }
        catch (IOException e)
        {
            throw lost(e);
        }
    }

    public void Dispose() => partial?.TryHold(ref _held, 0);

    private T Take<T>(MessageParser<T> parser, in MessageFrame frame) where T : class, IMessage<T>
    {
        partial?.TryHold(ref _held, 0);
        try
        {
            WasCompressed = frame.Compressed;
            // .NET's gzip of nothing is nothing, so some clients flag an empty message.
            return frame is { Compressed: true, Length: > 0 } ? Inflate(parser, frame) : parser.ParseFrom(frame.Message);
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
        FrameState.Whole when frame.Compressed && encoding != Gzip.Name =>
            new(GrpcStatus.Internal, "a message is flagged as compressed, but grpc-encoding names no compression"),
        FrameState.Whole => null,
        FrameState.BadFlag => new(GrpcStatus.Internal, "a message starts with a byte that is neither 0 nor 1"),
        _ when result.IsCompleted && !result.Buffer.IsEmpty => new(GrpcStatus.Internal, "the stream ended inside a message"),
        _ when partial?.TryHold(ref _held, result.Buffer.Length) == false =>
            new(GrpcStatus.ResourceExhausted, "too much memory is held by messages that have not come whole"),
        _ => null,
    };
}
