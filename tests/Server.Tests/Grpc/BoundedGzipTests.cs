using System.IO.Compression;
using Grpc.Core;
using Server.Grpc;
using Xunit;

namespace Server.Tests.Grpc;

public class BoundedGzipTests
{
    private static readonly byte[] Message = new byte[300_000];

    [Fact]
    public void A_message_comes_back_as_it_went() => Assert.Equal(Message, Inflate(Compressed(), 300_000));

    [Fact]
    public void Inflating_stops_at_the_bound()
    {
        var fault = Assert.Throws<RpcException>(() => Inflate(Compressed(), 299_999));
        Assert.Equal(StatusCode.ResourceExhausted, fault.StatusCode);
        Assert.Contains("299999", fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_inflates_to_nothing() => Assert.Empty(Inflate([], 10));

    [Fact]
    public void What_is_no_gzip_or_only_a_part_of_one_is_refused()
    {
        var compressed = Compressed();
        Assert.All([compressed[..^1], compressed[..^9], compressed[..20], compressed[1..], [.. "plain"u8]], bytes =>
            Assert.Equal(StatusCode.Internal, Assert.Throws<RpcException>(() => Inflate(bytes, 400_000)).StatusCode));
    }

    private static byte[] Inflate(byte[] compressed, int max)
    {
        using var inflated = new MemoryStream();
        new BoundedGzip(max).CreateDecompressionStream(new MemoryStream(compressed)).CopyTo(inflated);
        return inflated.ToArray();
    }

    private static byte[] Compressed()
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(Message);
        return compressed.ToArray();
    }
}
