using Google.Protobuf;
using Google.Protobuf.Reflection;
using GrpcHosting.Calls;

namespace GrpcHosting;

/// <summary>A service of a .proto file and the handlers of its methods; what has no handler is answered with UNIMPLEMENTED.</summary>
public sealed class GrpcService(ServiceDescriptor descriptor)
{
    private readonly Dictionary<string, GrpcMethod> _methods = [];

    public ServiceDescriptor Descriptor { get; } = descriptor;

    /// <value>package.Service</value>
    public string Name => Descriptor.FullName;

    internal IReadOnlyCollection<GrpcMethod> Methods => _methods.Values;

    /// <exception cref="ArgumentException">The service has no method of that name, of these types and that shape, or it has a handler.</exception>
    public GrpcService Unary<TRequest, TResponse>(string method, Func<TRequest, GrpcCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> =>
        Bind<TRequest, TResponse>(method, clientStreams: false, serverStreams: false, parser => async call =>
        {
            var response = await handler(await call.Request.ReadSingleAsync(parser, call.Cancellation), call);
            await call.Response.WriteAsync(response, flush: false, call.Cancellation);
        });

    /// <inheritdoc cref="Unary"/>
    public GrpcService ClientStreaming<TRequest, TResponse>(string method, Func<GrpcReader<TRequest>, GrpcCall, Task<TResponse>> handler)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> =>
        Bind<TRequest, TResponse>(method, clientStreams: true, serverStreams: false, parser => async call =>
        {
            var response = await handler(new GrpcReader<TRequest>(call, parser), call);
            await call.Response.WriteAsync(response, flush: false, call.Cancellation);
        });

    /// <inheritdoc cref="Unary"/>
    public GrpcService ServerStreaming<TRequest, TResponse>(string method, Func<TRequest, GrpcWriter<TResponse>, GrpcCall, Task> handler)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> =>
        Bind<TRequest, TResponse>(method, clientStreams: false, serverStreams: true, parser => async call =>
            await handler(await call.Request.ReadSingleAsync(parser, call.Cancellation), new GrpcWriter<TResponse>(call), call));

    /// <inheritdoc cref="Unary"/>
    public GrpcService Duplex<TRequest, TResponse>(string method, Func<GrpcReader<TRequest>, GrpcWriter<TResponse>, GrpcCall, Task> handler)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse> =>
        Bind<TRequest, TResponse>(method, clientStreams: true, serverStreams: true, parser => call =>
            handler(new GrpcReader<TRequest>(call, parser), new GrpcWriter<TResponse>(call), call));

    private GrpcService Bind<TRequest, TResponse>(
        string name, bool clientStreams, bool serverStreams, Func<MessageParser<TRequest>, Func<GrpcCall, Task>> invoke)
        where TRequest : class, IMessage<TRequest> where TResponse : class, IMessage<TResponse>
    {
        var method = Descriptor.FindMethodByName(name) ?? throw new ArgumentException($"{Name} has no method {name}.", nameof(name));
        MethodShape.Check<TRequest, TResponse>(method, clientStreams, serverStreams);
        // Fields that this version does not know would only cost memory, which strangers could fill.
        var parser = ((MessageParser<TRequest>)method.InputType.Parser).WithDiscardUnknownFields(true);
        if (!_methods.TryAdd(name, GrpcMethod.Of(method, invoke(parser))))
            throw new ArgumentException($"{Name}.{name} has a handler already.", nameof(name));
        return this;
    }
}
