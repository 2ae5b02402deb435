using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;

namespace GrpcHosting.Framing;

/// <summary>Writes messages straight into the pipe of a request or a response; flushing is the caller's.</summary>
internal sealed class MessageWriter(PipeWriter pipe, int maxLength)
{
    /// <exception cref="GrpcException">RESOURCE_EXHAUSTED: the message is too large. Nothing was written.</exception>
    public void Write(IMessage message, bool compress)
    {
        var length = message.CalculateSize();
        if (length > maxLength)
            throw new GrpcException(GrpcStatus.ResourceExhausted, $"a message of {length} bytes is larger than the {maxLength} that may be sent");
        if (compress && length > 0)
        {
            WriteCompressed(message);
            return;
        }
        MessageFrame.WritePrefix(pipe, compressed: false, length);
        message.WriteTo(pipe);
    }

    private void WriteCompressed(IMessage message)
    {
        var compressed = Gzip.Deflate(message);
        try
        {
            compressed.TryRead(out var result);
            MessageFrame.WritePrefix(pipe, compressed: true, (int)result.Buffer.Length);
            foreach (var segment in result.Buffer)
                pipe.Write(segment.Span);
        }
        finally
        {
            compressed.Complete();
        }
    }
}
