using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Xunit;
using V1 = Grpc.Reflection.V1;
using V1Alpha = Grpc.Reflection.V1Alpha;

namespace Server.Tests.Grpc.Interop;

/// <summary>Debian's gRPC for Python, with stubs that its protoc makes, and the descriptors of gRPC's own services.</summary>
public sealed class PythonRun : InteropRun
{
    private static readonly FileDescriptor[] Published = [HealthReflection.Descriptor, V1.ReflectionReflection.Descriptor, V1Alpha.ReflectionReflection.Descriptor];

    private protected override async Task<IReadOnlyDictionary<string, string?>> RunAsync(int port)
    {
        var stubs = Directory.CreateTempSubdirectory("interop-");
        try
        {
            var (exit, _, errors) = await InteropPeer.ExecuteAsync("protoc", $"-I{InCheckout("tests/Server.Tests/Grpc/Interop")}", $"--python_out={stubs.FullName}", "interop.proto");
            Assert.True(exit == 0, errors);
            await File.WriteAllBytesAsync(Path.Combine(stubs.FullName, "grpc.pb"), new FileDescriptorSet { File = { Published.Select(file => file.ToProto()) } }.ToByteArray());
            // Debian's own Python: its gRPC is built for no other.
            return await InteropPeer.RunAsync("/usr/bin/python3", InCheckout("tests/Server.Tests/Grpc/Peers/interop.py"), $"{port}", stubs.FullName);
        }
        finally
        {
            stubs.Delete(recursive: true);
        }
    }
}

public class PythonTests(PythonRun run) : IClassFixture<PythonRun>
{
    [Theory]
    [InlineData("empty_unary")]
    [InlineData("large_unary")]
    [InlineData("client_compressed_unary")]
    [InlineData("server_compressed_unary")]
    [InlineData("client_streaming")]
    [InlineData("client_compressed_streaming")]
    [InlineData("server_streaming")]
    [InlineData("server_compressed_streaming")]
    [InlineData("ping_pong")]
    [InlineData("empty_stream")]
    [InlineData("cancel_after_begin")]
    [InlineData("cancel_after_first_response")]
    [InlineData("timeout_on_sleeping_server")]
    [InlineData("status_code_and_message")]
    [InlineData("special_status_message")]
    [InlineData("unimplemented_method")]
    [InlineData("unimplemented_service")]
    [InlineData("custom_metadata")]
    [InlineData("unknown_compression")]
    [InlineData("forty_megabytes")]
    [InlineData("health_check")]
    [InlineData("health_watch")]
    [InlineData("reflection_listing")]
    [InlineData("reflection_descriptors")]
    public void Python_is_served(string interopCase) => run.Passed(interopCase);
}
