using System.Buffers;
using Google.Protobuf;
using Wire.V1;

namespace Server.Publish;

/// <summary>A result on its way to subscribers: each form is made once, by its first reader, however many read it.</summary>
/// <remarks>Two first readers at once may both make it; the bytes are the same.</remarks>
internal sealed class PublishedResult(FrameResult message)
{
    [ThreadStatic]
    private static FrameResultJson? t_writer;

    private byte[]? _json;
    private byte[]? _protobuf;

    public FrameResult Message => message;

    /// <summary>One line of UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= WriteJson();

    public ReadOnlyMemory<byte> Protobuf => _protobuf ??= message.ToByteArray();

    private byte[] WriteJson()
    {
        // A person with 17 keypoints takes about 800 bytes.
        var buffer = new ArrayBufferWriter<byte>(512 + message.Objects.Count * 900);
        (t_writer ??= new FrameResultJson()).Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
