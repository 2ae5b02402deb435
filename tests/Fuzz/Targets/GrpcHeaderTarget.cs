using System.Text;
using Microsoft.Extensions.Primitives;

namespace Fuzz.Targets;

/// <summary>Input: lines of text, read as each of the headers that a gRPC client sends; accepted when one of them is sound.</summary>
public sealed class GrpcHeaderTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
        ["15S\n99999999H\n0n"u8.ToArray(), "q6ur, AA==\nq6s"u8.ToArray(), "deflate, gzip\napplication/grpc+proto; charset=utf-8"u8.ToArray(), "%E2%98%BA 100%25\nä😈"u8.ToArray()];

    public override IEnumerable<string> Tokens => ["H", "M", "n", "9", "=", "==", ", ", "%", "%F0%9F", "😈", "gzip", "identity", "application/grpc", "+proto", ";", "\n"];

    public override bool Feed(byte[] input)
    {
        var accepted = false;
        foreach (var line in Encoding.UTF8.GetString(input).Split('\n'))
        {
            accepted |= Timeout(line) | Binary(line) | CallEncoding.AcceptsGzip(line) | RequestCheck.IsGrpc(line) | line.Contains('%', StringComparison.Ordinal);
            Message(line);
        }
        return accepted;
    }

    private static bool Timeout(string text)
    {
        if (!GrpcTimeout.TryParse(text, out var timeout))
            return false;
        Assert.True(timeout >= TimeSpan.Zero);
        Assert.True(GrpcTimeout.TryParse(GrpcTimeout.Format(timeout), out var again));
        Assert.InRange(again, timeout, timeout * 1.001);
        return true;
    }

    private static bool Binary(string text)
    {
        var metadata = GrpcMetadata.From([KeyValuePair.Create("key-bin", new StringValues(text))]);
        try
        {
            var bytes = metadata.GetBytes("key-bin");
            Assert.Equal(bytes, new GrpcMetadata { { "key-bin", bytes } }.GetBytes("key-bin"));
            return true;
        }
        catch (GrpcException)
        {
            return false;
        }
    }

    private static void Message(string text)
    {
        PercentEncoding.Decode(text);
        var encoded = PercentEncoding.Encode(text);
        Assert.InRange(encoded.Length, 0, 4096);
        Assert.False(encoded.AsSpan().ContainsAnyExceptInRange(' ', '~'));
        // What fits comes back as it went.
        if (text.Length < 400)
            Assert.Equal(text, PercentEncoding.Decode(encoded));
    }
}
