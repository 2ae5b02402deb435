using Google.Protobuf.Reflection;
using Wire.V1;

namespace Functional.Tests.Grpc;

/// <summary>Methods of stream.v1 by name.</summary>
internal static class StreamMethods
{
    public static MethodDescriptor Stream { get; } = Service("Stream");

    public static MethodDescriptor Subscribe { get; } = Service("Subscribe");

    public static MethodDescriptor Detect { get; } = Service("Detect");

    public static MethodDescriptor Admin(string name) => StreamAdminReflection.Descriptor.Services[0].FindMethodByName(name);

    private static MethodDescriptor Service(string name) => StreamServiceReflection.Descriptor.Services[0].FindMethodByName(name);
}
