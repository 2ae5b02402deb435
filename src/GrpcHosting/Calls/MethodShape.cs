using Google.Protobuf.Reflection;

namespace GrpcHosting.Calls;

/// <summary>Whether a handler or a call fits the method as its .proto file declares it.</summary>
internal static class MethodShape
{
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Check<TRequest, TResponse>(MethodDescriptor method, bool clientStreams, bool serverStreams)
    {
        if (method.IsClientStreaming != clientStreams || method.IsServerStreaming != serverStreams)
            throw new ArgumentException($"{method.FullName} is {Name(method.IsClientStreaming, method.IsServerStreaming)}, not {Name(clientStreams, serverStreams)}.");
        if (method.InputType.ClrType != typeof(TRequest) || method.OutputType.ClrType != typeof(TResponse))
            throw new ArgumentException($"{method.FullName} takes {method.InputType.FullName} and returns {method.OutputType.FullName}, "
                + $"not {typeof(TRequest).Name} and {typeof(TResponse).Name}.");
    }

    private static string Name(bool clientStreams, bool serverStreams) => (clientStreams, serverStreams) switch
    {
        (false, false) => "unary",
        (true, false) => "client streaming",
        (false, true) => "server streaming",
        _ => "duplex",
    };
}
