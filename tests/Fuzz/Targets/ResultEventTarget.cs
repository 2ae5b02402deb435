using System.Buffers;
using System.Text;
using Google.Protobuf;
using Server.Subscriptions;
using Streaming.Results;
using Wire.V1;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Labels come from model files: whatever they hold, one result is one server-sent event.</summary>
public sealed class ResultEventTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        new FrameResult { StreamId = "door", Sequence = 41, Objects = { new DetectedObject { Label = "person", Score = 0.5f } } }.ToByteArray(),
        new FrameResult { StreamId = "a\nb", Model = "\r\nid: 7", Objects = { new DetectedObject { Label = "\n\nevent: end\ndata: {}\n\n" } } }.ToByteArray(),
    ];

    public override IEnumerable<string> Tokens => ["\n", "\r", "\r\n\r\n", "data: ", "event: ", "id: ", ": ", "\0", "\u2028", "\u0085"];

    public override bool Feed(byte[] input)
    {
        FrameResult result;
        try
        {
            result = FrameResult.Parser.ParseFrom(input);
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }

        result.SessionId = "s1"; // Made by the server itself.
        var (published, written) = (new PublishedResult(result), new ArrayBufferWriter<byte>());
        ResultEvents.WriteEvent(written, published);

        // WHATWG HTML, 9.2.6: a line ends with \r\n, \n or \r, an event with an empty line.
        var lines = Encoding.UTF8.GetString(written.WrittenSpan).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n');
        Assert.Equal([$"id: s1/{result.Sequence}", "data: " + Encoding.UTF8.GetString(published.Json.Span), "", ""], lines);
        return true;
    }
}
