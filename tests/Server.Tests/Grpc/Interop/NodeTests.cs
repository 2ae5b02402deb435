using Xunit;

namespace Server.Tests.Grpc.Interop;

/// <summary>@grpc/grpc-js on Node.js.</summary>
public sealed class NodeRun : InteropRun
{
    private protected override Task<IReadOnlyDictionary<string, string?>> RunAsync(int port) =>
        InteropPeer.RunAsync("node", InCheckout("tests/Server.Tests/Grpc/Peers/interop.mjs"), $"{port}", InCheckout("tests/Server.Tests/Grpc/Interop/interop.proto"));
}

public class NodeTests(NodeRun run) : IClassFixture<NodeRun>
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
    [InlineData("forty_megabytes")]
    public void Node_is_served(string interopCase) => run.Passed(interopCase);
}
