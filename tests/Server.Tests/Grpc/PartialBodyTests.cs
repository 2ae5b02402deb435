using System.IO.Pipelines;
using Grpc.Core;
using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

public class PartialBodyTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void What_would_exceed_the_bound_is_refused_and_not_counted()
    {
        var partial = new PartialMessages(100);
        long one = 0, other = 0;
        Assert.True(partial.TryHold(ref one, 60));
        Assert.False(partial.TryHold(ref other, 41));
        Assert.True(partial.TryHold(ref other, 40));
        Assert.True(partial.TryHold(ref one, 10));
        Assert.Equal(50, partial.Bytes);
        Assert.True(partial.TryHold(ref one, 0));
        Assert.True(partial.TryHold(ref other, 0));
        Assert.Equal(0, partial.Bytes);
    }

    [Fact]
    public async Task Bytes_count_while_a_reader_that_saw_them_waits_for_more()
    {
        var (pipe, partial) = (new Pipe(), new PartialMessages(100));
        using var body = new PartialBody(pipe.Reader, partial);
        await pipe.Writer.WriteAsync(new byte[60], Cancel);
        var seen = (await body.ReadAsync(Cancel)).Buffer;
        body.AdvanceTo(seen.GetPosition(10), seen.End);
        Assert.Equal(50, partial.Bytes);
        // A whole message follows, of which the reader has not asked for more.
        await pipe.Writer.WriteAsync(new byte[20], Cancel);
        seen = (await body.ReadAsync(Cancel)).Buffer;
        body.AdvanceTo(seen.GetPosition(30));
        Assert.Equal(0, partial.Bytes);

        seen = (await body.ReadAsync(Cancel)).Buffer;
        body.AdvanceTo(seen.Start, seen.End);
        await pipe.Writer.WriteAsync(new byte[61], Cancel);
        seen = (await body.ReadAsync(Cancel)).Buffer;
        body.AdvanceTo(seen.Start, seen.End);
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(async () => await body.ReadAsync(Cancel))).StatusCode);
        body.Dispose();
        Assert.Equal(0, partial.Bytes);
    }
}
