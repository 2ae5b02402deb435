using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;

namespace GrpcHosting.Framing;

/// <summary>Messages in gzip, through pooled memory.</summary>
internal static class Gzip
{
    public const string Name = "gzip";

    private const int ChunkBytes = 16 << 10;

    // Header, trailer, and two bytes in which nothing is said.
    private const int MinBytes = 10 + 8 + 2;

    // Written as a whole and read as a whole, so nothing must wait for the other side.
    private static readonly PipeOptions s_unbounded = new(pauseWriterThreshold: 0, minimumSegmentSize: ChunkBytes, useSynchronizationContext: false);

    /// <summary>The reader holds the inflated message and returns its memory when completed.</summary>
    /// <param name="maxLength">Checked while inflating: a bomb is stopped as soon as it has grown past it.</param>
    /// <exception cref="GrpcException">The message is no gzip, or too large.</exception>
    public static PipeReader Inflate(ReadOnlySequence<byte> compressed, int maxLength)
    {
        if (compressed.Length < MinBytes)
            throw NoGzip(null);
        var pipe = new Pipe(s_unbounded);
        try
        {
            using var gzip = new GZipStream(PipeReader.Create(compressed).AsStream(), CompressionMode.Decompress);
            if (Inflate(gzip, pipe.Writer, maxLength) != InflatedLength(compressed))
                throw NoGzip(null);
            pipe.Writer.Complete();
            return pipe.Reader;
        }
        catch (Exception e)
        {
            pipe.Writer.Complete();
            pipe.Reader.Complete();
            if (e is InvalidDataException)
                throw NoGzip(e);
            throw;
        }
    }

    /// <summary>The reader holds the compressed message and returns its memory when completed.</summary>
    public static PipeReader Deflate(IMessage message)
    {
        var pipe = new Pipe(s_unbounded);
        using (var gzip = new GZipStream(pipe.Writer.AsStream(), CompressionLevel.Fastest))
            message.WriteTo(gzip);
        return pipe.Reader;
    }

    private static long Inflate(GZipStream gzip, PipeWriter output, int maxLength)
    {
        var length = 0L;
        while (gzip.Read(output.GetSpan(ChunkBytes)) is var read and > 0)
        {
            length += read;
            if (length > maxLength)
                throw TooLarge(maxLength);
            output.Advance(read);
        }
        return length;
    }

    // ISIZE, RFC 1952 section 2.3.1: the last four bytes. GZipStream takes a message that is cut off for one that has ended.
    private static long InflatedLength(ReadOnlySequence<byte> compressed)
    {
        Span<byte> last = stackalloc byte[4];
        compressed.Slice(compressed.Length - last.Length).CopyTo(last);
        return BinaryPrimitives.ReadUInt32LittleEndian(last);
    }

    private static GrpcException NoGzip(Exception? reason) =>
        new(GrpcStatus.Internal, "a message that is flagged as compressed is no whole gzip", reason);

    private static GrpcException TooLarge(int maxLength) =>
        new(GrpcStatus.ResourceExhausted, $"a compressed message inflates to more than the {maxLength} bytes that are accepted");
}
