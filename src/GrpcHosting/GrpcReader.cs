using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace GrpcHosting;

/// <summary>The messages that a client sends, in order; one read at a time.</summary>
public sealed class GrpcReader<T> where T : class, IMessage<T>
{
    private readonly GrpcCall _call;
    private readonly MessageParser<T> _parser;

    internal GrpcReader(GrpcCall call, MessageParser<T> parser) => (_call, _parser) = (call, parser);

    /// <param name="cancellation">Beside the call's own <see cref="GrpcCall.Cancellation"/>.</param>
    /// <returns>Null once the client has said that no more will come.</returns>
    /// <exception cref="GrpcException">What came is malformed or too large; left alone, it ends the call.</exception>
    /// <exception cref="OperationCanceledException">The call, or this read, was cancelled.</exception>
    public ValueTask<T?> ReadAsync(CancellationToken cancellation = default) =>
        !cancellation.CanBeCanceled || cancellation == _call.Cancellation
            ? ReadCallAsync(_call.Cancellation)
            : ReadLinkedAsync(cancellation);

    /// <inheritdoc cref="ReadAsync"/>
    public async IAsyncEnumerable<T> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        while (await ReadAsync(cancellation) is { } message)
            yield return message;
    }

    // The request's pipe serves another call by then.
    private ValueTask<T?> ReadCallAsync(CancellationToken cancellation) => _call.Response.IsEnded
        ? throw new InvalidOperationException("The call has ended; nothing more can be read.")
        : _call.Request.ReadAsync(_parser, cancellation);

    private async ValueTask<T?> ReadLinkedAsync(CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _call.Cancellation);
        return await ReadCallAsync(either.Token);
    }
}
