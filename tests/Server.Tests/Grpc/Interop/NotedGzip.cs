using System.IO.Compression;
using System.Runtime.CompilerServices;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Http;

namespace Server.Tests.Grpc.Interop;

/// <summary>The server's gzip, with a note that a call's message came compressed, which gRPC tells no handler.</summary>
internal sealed class NotedGzip(ICompressionProvider gzip) : ICompressionProvider
{
    private static readonly AsyncLocal<StrongBox<bool>?> Inflated = new();

    public string EncodingName => gzip.EncodingName;

    /// <summary>Before the call reads.</summary>
    public static void Begin(HttpContext http) => http.Items[nameof(NotedGzip)] = Inflated.Value = new();

    /// <summary>Whether a message did since this was asked last.</summary>
    public static bool TakeInflated(HttpContext http)
    {
        var inflated = (StrongBox<bool>)http.Items[nameof(NotedGzip)]!;
        return Interlocked.Exchange(ref inflated.Value, false);
    }

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => gzip.CreateCompressionStream(stream, compressionLevel);

    public Stream CreateDecompressionStream(Stream stream)
    {
        Inflated.Value?.Value = true;
        return gzip.CreateDecompressionStream(stream);
    }
}
