using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Server.Grpc;

/// <summary>gzip that stops a bomb as soon as it has grown past the largest message; Grpc.AspNetCore bounds what came, not what it inflates to.</summary>
internal sealed class BoundedGzip(int maxBytes) : ICompressionProvider
{
    private const int ChunkBytes = 16 << 10;

    // Header, trailer, and two bytes in which nothing is said.
    private const int MinBytes = 10 + 8 + 2;

    private readonly GzipCompressionProvider _gzip = new(CompressionLevel.Fastest);

    public string EncodingName => _gzip.EncodingName;

    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) => _gzip.CreateCompressionStream(stream, compressionLevel);

    /// <exception cref="RpcException">The message is no gzip, or too large.</exception>
    public Stream CreateDecompressionStream(Stream stream)
    {
        var inflated = new MemoryStream();
        // .NET's gzip of nothing is nothing, so some clients flag an empty message.
        if (stream.Length == 0)
            return inflated;
        try
        {
            var length = stream.Length < MinBytes ? throw new InvalidDataException() : InflatedLength(stream);
            Inflate(stream, inflated);
            // GZipStream takes a message that is cut off for one that has ended.
            if (inflated.Length != length)
                throw new InvalidDataException();
        }
        catch (InvalidDataException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "a message that is flagged as compressed is no whole gzip"));
        }

        inflated.Position = 0;
        return inflated;
    }

    private void Inflate(Stream stream, MemoryStream inflated)
    {
        using var gzip = _gzip.CreateDecompressionStream(stream);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (gzip.Read(chunk) is var read and > 0)
            {
                if (inflated.Length + read > maxBytes)
                    throw new RpcException(new Status(StatusCode.ResourceExhausted, $"a compressed message inflates to more than the {maxBytes} bytes that are accepted"));
                inflated.Write(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    // ISIZE, RFC 1952 section 2.3.1: the last four bytes.
    private static uint InflatedLength(Stream stream)
    {
        Span<byte> last = stackalloc byte[4];
        stream.Position = stream.Length - last.Length;
        stream.ReadExactly(last);
        stream.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }
}
