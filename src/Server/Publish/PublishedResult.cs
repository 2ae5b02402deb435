using System.Buffers;
using Wire.V1;

namespace Server.Publish;

/// <summary>A result on its way to subscribers: made text once, however many read it.</summary>
internal sealed class PublishedResult(FrameResult message)
{
    [ThreadStatic]
    private static FrameResultJson? t_writer;

    private byte[]? _json;

    public FrameResult Message => message;

    /// <summary>One line of UTF-8 JSON. Two first readers at once may both write it; the bytes are the same.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= Write();

    private byte[] Write()
    {
        // A person with 17 keypoints takes about 800 bytes.
        var buffer = new ArrayBufferWriter<byte>(512 + message.Objects.Count * 900);
        (t_writer ??= new FrameResultJson()).Write(message, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
