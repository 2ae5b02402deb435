using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using GrpcHosting;
using GrpcHosting.Framing;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: how many bytes come at a time (one byte), then the body of a call. It is messages, or a status blames the client.</summary>
public sealed class GrpcMessageTarget : FuzzTarget
{
    private const int Max = 100_000;

    public override IEnumerable<byte[]> Seeds => [[0, .. Body(compress: false)], [20, .. Body(compress: true)], [200, .. Body(compress: true), .. Body(compress: false)]];

    public override IEnumerable<string> Tokens => ["\0\0\0\0\u0001", "\u0001\0\0\0\u0014", "\0\u0001\0\0\0", "\u001f\b\0\0"];

    public override bool Feed(byte[] input)
    {
        var partial = new PartialMessages(Max);
        using var body = new MemoryStream(input, Math.Min(1, input.Length), Math.Max(0, input.Length - 1));
        var pipe = PipeReader.Create(body, new(bufferSize: 1 + input.FirstOrDefault(), minimumReadSize: 1));
        using var reader = new MessageReader(pipe, Max, Gzip.Name, lost => lost, partial);
        try
        {
            while (Read(reader) is { } message)
                Assert.Equal(message, Struct.Parser.ParseFrom(message.ToByteArray()));
            return true;
        }
        catch (GrpcException e)
        {
            Assert.Contains(e.Status, new[] { GrpcStatus.Internal, GrpcStatus.ResourceExhausted });
            return false;
        }
        finally
        {
            reader.Dispose();
            pipe.Complete();
            Assert.Equal(0, partial.Bytes);
        }
    }

    // All bytes are there, so nothing is waited for.
    private static Struct? Read(MessageReader reader) => AwaitOf(reader.ReadAsync(Struct.Parser, CancellationToken.None).AsTask());

    private static byte[] Body(bool compress)
    {
        var pipe = new Pipe();
        var writer = new MessageWriter(pipe.Writer, Max);
        foreach (var number in new[] { 1.5, 2 })
            writer.Write(new Struct { Fields = { ["key"] = Value.ForList(Value.ForString(new string('a', 100)), Value.ForNumber(number)) } }, compress);
        writer.Write(new Struct(), compress);
        pipe.Writer.Complete();
        Assert.True(pipe.Reader.TryRead(out var result));
        return result.Buffer.ToArray();
    }
}
