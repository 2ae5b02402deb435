using Google.Protobuf;
using GrpcHosting.Framing;
using Microsoft.AspNetCore.Http;

namespace GrpcHosting.Calls;

/// <summary>The asking half of a call: messages one at a time.</summary>
internal sealed class CallRequest : IDisposable
{
    private readonly MessageReader _messages;

    /// <exception cref="GrpcException">UNIMPLEMENTED: the messages come in an encoding that is not known here.</exception>
    public CallRequest(HttpContext http, GrpcOptions options, PartialMessages partial) =>
        _messages = new(http.Request.BodyReader, options.MaxReceiveMessageBytes, CallEncoding.OfRequest(http), Lost, partial);

    /// <summary>A read found the connection or the stream broken, maybe before the server has announced it.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Of the message that was read last.</summary>
    public bool WasCompressed => _messages.WasCompressed;

    public ValueTask<T?> ReadAsync<T>(MessageParser<T> parser, CancellationToken cancellation) where T : class, IMessage<T> =>
        _messages.ReadAsync(parser, cancellation);

    /// <summary>For methods that take exactly one message.</summary>
    public async ValueTask<T> ReadSingleAsync<T>(MessageParser<T> parser, CancellationToken cancellation) where T : class, IMessage<T>
    {
        var message = await ReadAsync(parser, cancellation);
        if (message is null || !await _messages.ReadEndAsync(cancellation))
            throw new GrpcException(GrpcStatus.Unimplemented, $"the method takes exactly one message, and {(message is null ? "none" : "more")} came");
        return message;
    }

    public void Dispose() => _messages.Dispose();

    private OperationCanceledException Lost(IOException e)
    {
        IsLost = true;
        return new("the client has gone", e);
    }
}
