using System.Buffers;
using Google.Protobuf;
using GrpcHosting.Framing;
using GrpcHosting.Tests.Interop;
using Xunit;

namespace GrpcHosting.Tests.Framing;

public class GzipTests
{
    private static readonly Payload Message = new() { Body = ByteString.CopyFrom(new byte[300_000]) };

    [Fact]
    public void A_message_comes_back_as_it_went()
    {
        var compressed = Compressed();
        Assert.InRange(compressed.Length, 20, 5000);
        var inflated = Gzip.Inflate(Segments.ByteByByte(compressed), 400_000);
        Assert.True(inflated.TryRead(out var result));
        Assert.Equal(Message, Payload.Parser.ParseFrom(result.Buffer));
        inflated.Complete();
    }

    [Fact]
    public void Inflating_stops_at_the_bound()
    {
        var fault = Assert.Throws<GrpcException>(() => Gzip.Inflate(new(Compressed()), 299_999));
        Assert.Equal(GrpcStatus.ResourceExhausted, fault.Status);
        Assert.Contains("299999", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_gzip_or_only_a_part_of_one_is_refused()
    {
        var compressed = Compressed();
        Assert.All([compressed[..^1], compressed[..^9], compressed[..20], compressed[1..], [.. "plain"u8], []], bytes =>
            Assert.Equal(GrpcStatus.Internal, Assert.Throws<GrpcException>(() => Gzip.Inflate(new(bytes), 400_000)).Status));
    }

    private static byte[] Compressed()
    {
        var reader = Gzip.Deflate(Message);
        Assert.True(reader.TryRead(out var result));
        var bytes = result.Buffer.ToArray();
        reader.Complete();
        return bytes;
    }
}
