using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests;

/// <summary>A handler that does not fit its method stops the start, not the first call.</summary>
public class GrpcServiceTests
{
    private readonly GrpcService _service = new(Call.Service);

    [Fact]
    public void A_method_must_exist() => Refused("NoSuchCall", () => _service.Unary<Empty, Empty>("NoSuchCall", (_, _) => Task.FromResult(new Empty())));

    [Fact]
    public void A_method_has_its_types() =>
        Refused("grpc.testing.Empty", () => _service.Unary<SimpleRequest, Empty>("EmptyCall", (_, _) => Task.FromResult(new Empty())));

    [Fact]
    public void A_method_has_its_shape() => Refused("is duplex, not server streaming", () =>
        _service.ServerStreaming<StreamingOutputCallRequest, StreamingOutputCallResponse>("FullDuplexCall", (_, _, _) => Task.CompletedTask));

    [Fact]
    public void A_method_has_one_handler()
    {
        _service.Unary<Empty, Empty>("EmptyCall", (_, _) => Task.FromResult(new Empty()));
        Refused("EmptyCall", () => _service.Unary<Empty, Empty>("EmptyCall", (_, _) => Task.FromResult(new Empty())));
    }

    private static void Refused(string because, Action bind) =>
        Assert.Contains(because, Assert.Throws<ArgumentException>(bind).Message, StringComparison.Ordinal);
}
