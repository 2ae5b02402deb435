using System.Buffers;
using Google.Protobuf;
using Wire.V1;

namespace Streaming.Results;

/// <summary>A result on its way to subscribers: each form is made once, by its first reader, however many read it.</summary>
/// <remarks>Two first readers at once may both make it; the bytes are the same.</remarks>
/// <param name="published">When (<see cref="TimeProvider.GetTimestamp"/>).</param>
public sealed class PublishedResult(FrameResult message, long published = 0)
{
    [ThreadStatic]
    private static (FrameResultJson Writer, ArrayBufferWriter<byte> Line) t_json;

    private byte[]? _json;
    private byte[]? _protobuf;

    public FrameResult Message => message;

    public long Published => published;

    /// <summary>One line of UTF-8 JSON.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= WriteJson();

    public ReadOnlyMemory<byte> Protobuf => _protobuf ??= message.ToByteArray();

    private byte[] WriteJson()
    {
        t_json.Writer ??= new();
        (t_json.Line ??= new()).ResetWrittenCount();
        t_json.Writer.Write(Protobuf.Span, t_json.Line);
        return t_json.Line.WrittenSpan.ToArray();
    }
}
