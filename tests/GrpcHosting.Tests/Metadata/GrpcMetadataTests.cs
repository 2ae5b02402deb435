using Microsoft.Extensions.Primitives;
using Xunit;

namespace GrpcHosting.Tests.Metadata;

public class GrpcMetadataTests
{
    [Fact]
    public void Keys_are_lower_case_and_may_repeat()
    {
        var metadata = new GrpcMetadata { { "Trace-Id", "1" }, { "trace-id", "2" } };
        Assert.Equal(["1", "2"], metadata.GetAll("TRACE-ID"));
        Assert.Equal("2", metadata.Get("trace-id"));
        Assert.All(metadata, entry => Assert.Equal("trace-id", entry.Key));
        Assert.Null(metadata.Get("other"));
    }

    [Fact]
    public void Bytes_come_back_as_they_went()
    {
        byte[] bytes = [0, 1, 0xFF];
        var metadata = new GrpcMetadata { { "key-bin", bytes } };
        Assert.Equal(bytes, metadata.GetBytes("key-bin"));
        Assert.Null(metadata.GetBytes("other-bin"));
    }

    [Theory]
    [InlineData("", "value")]
    [InlineData("käse", "value")]
    [InlineData("a b", "value")]
    [InlineData(":path", "value")]
    [InlineData("grpc-status", "0")]
    [InlineData("Content-Type", "text/html")]
    [InlineData("key", "line\nbreak")]
    [InlineData("key", "ä")]
    [InlineData("key-bin", "text")]
    public void What_would_break_the_protocol_cannot_be_added(string key, string value) =>
        Assert.Throws<ArgumentException>(() => new GrpcMetadata { { key, value } });

    [Fact]
    public void Bytes_need_a_key_that_says_so() => Assert.Throws<ArgumentException>(() => new GrpcMetadata { { "key", new byte[1] } });

    [Fact]
    public void Received_headers_leave_out_what_belongs_to_the_protocol()
    {
        var metadata = Received(("grpc-timeout", "1S"), ("Content-Type", "application/grpc"), ("TE", "trailers"), ("User-Agent", "test"), ("grpc-status-details-bin", "AA"));
        Assert.Equal(["user-agent", "grpc-status-details-bin"], metadata.Select(entry => entry.Key));
    }

    [Fact]
    public void Binary_values_may_share_a_line_and_text_with_commas_is_one_value()
    {
        var metadata = Received(("key-bin", "AA==, AQ"), ("key", "a, b"));
        Assert.Equal(["AA==", "AQ"], metadata.GetAll("key-bin"));
        Assert.Equal([1], metadata.GetBytes("key-bin"));
        Assert.Equal("a, b", metadata.Get("key"));
    }

    [Fact]
    public void Bytes_that_are_no_base64_blame_their_key()
    {
        var fault = Assert.Throws<GrpcException>(() => Received(("key-bin", "*")).GetBytes("key-bin"));
        Assert.Equal(GrpcStatus.Internal, fault.Status);
        Assert.Contains("key-bin", fault.Message, StringComparison.Ordinal);
    }

    private static GrpcMetadata Received(params (string Name, string Value)[] headers) =>
        GrpcMetadata.From(headers.Select(header => KeyValuePair.Create(header.Name, new StringValues(header.Value))));
}
