using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Server.Grpc;
using Xunit;

namespace Fuzz.Targets;

/// <summary>
/// Input: how many bytes come at a time (one byte), then the body of a call, read as gRPC reads it. Every byte comes as it was sent, and
/// what was held is given back; a message may be cut off, or be more than may be held.
/// </summary>
public sealed class GrpcMessageTarget : FuzzTarget
{
    private const int Prefix = 5, MaxHeld = 1000;

    public override IEnumerable<byte[]> Seeds => [[0, .. Body(3)], [20, .. Body(200), .. Body(0)], [200, .. Body(900), .. Body(500)]];

    public override IEnumerable<string> Tokens => ["\0\0\0\0\u0001", "\u0001\0\0\0\u0014", "\0\0\0\u0003\0"];

    public override bool Feed(byte[] input)
    {
        var partial = new PartialMessages(MaxHeld);
        var sent = input.AsMemory(Math.Min(1, input.Length));
        using var stream = new MemoryStream(sent.ToArray());
        var body = new PartialBody(PipeReader.Create(stream, new(bufferSize: 1 + input.FirstOrDefault(), minimumReadSize: 1)), partial);
        var read = 0L;
        try
        {
            while (Next(body, sent.Span, ref read))
                Assert.InRange(partial.Bytes, 0, MaxHeld);
            return read == sent.Length;
        }
        catch (RpcException e)
        {
            Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
            return false;
        }
        finally
        {
            body.Dispose();
            body.Complete();
            Assert.Equal(0, partial.Bytes);
        }
    }

    /// <returns>False at the end.</returns>
    private static bool Next(PartialBody body, ReadOnlySpan<byte> sent, ref long read)
    {
        // All bytes are there, so nothing is waited for.
        var result = AwaitOf(body.ReadAsync(CancellationToken.None).AsTask());
        var buffer = result.Buffer;
        Assert.Equal(sent.Slice((int)read, (int)buffer.Length).ToArray(), buffer.ToArray());
        if (Length(buffer) is { } length && buffer.Length >= Prefix + length)
        {
            body.AdvanceTo(buffer.GetPosition(Prefix + length));
            read += Prefix + length;
            return true;
        }

        body.AdvanceTo(buffer.Start, buffer.End);
        return !result.IsCompleted;
    }

    private static long? Length(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < Prefix)
            return null;
        Span<byte> prefix = stackalloc byte[Prefix];
        buffer.Slice(0, Prefix).CopyTo(prefix);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }

    private static byte[] Body(int length) => [0, 0, 0, (byte)(length >> 8), (byte)length, .. new byte[length]];
}
