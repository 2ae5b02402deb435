using Google.Protobuf.Reflection;

namespace GrpcHosting.Calls;

/// <summary>A method and what answers it, bound once.</summary>
/// <param name="Path">/package.Service/Method</param>
/// <param name="Descriptor">Null for what nobody implements.</param>
internal sealed record GrpcMethod(string Path, MethodDescriptor? Descriptor, Func<GrpcCall, Task> Invoke)
{
    public static GrpcMethod Of(MethodDescriptor descriptor, Func<GrpcCall, Task> invoke) =>
        new($"/{descriptor.Service.FullName}/{descriptor.Name}", descriptor, invoke);

    public static GrpcMethod Missing(string path) =>
        new(path, null, call => throw new GrpcException(GrpcStatus.Unimplemented, $"{path} is not implemented here"));
}
