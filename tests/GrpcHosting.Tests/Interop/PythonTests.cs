using Xunit;

namespace GrpcHosting.Tests.Interop;

/// <summary>Debian's gRPC for Python, and its protoc over our .proto files.</summary>
public sealed class PythonRun : InteropRun
{
    private protected override async Task<IReadOnlyDictionary<string, string?>> RunAsync(int port)
    {
        var stubs = Directory.CreateTempSubdirectory("interop-");
        try
        {
            var folders = new[] { InCheckout("tests/GrpcHosting.Tests/Interop"), InCheckout("proto/grpc") };
            var protos = new[] { "interop.proto", "health/v1/health.proto", "reflection/v1/reflection.proto", "reflection/v1alpha/reflection.proto" };
            var (exit, _, errors) = await InteropPeer.ExecuteAsync("protoc", [.. folders.Select(folder => $"-I{folder}"), $"--python_out={stubs.FullName}", .. protos]);
            Assert.True(exit == 0, errors);
            // Debian's own Python: its gRPC is built for no other.
            return await InteropPeer.RunAsync("/usr/bin/python3", InCheckout("tests/GrpcHosting.Tests/Peers/interop.py"), $"{port}", stubs.FullName);
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
