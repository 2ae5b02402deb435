using System.Buffers;
using Google.Protobuf;
using Wire.V1;
using Xunit;

namespace Fuzz.Targets;

public sealed class FrameResultJsonTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        """
        {"streamId":"gate","sequence":"41","pts90khz":"-9000","rtpTimestamp":4294000000,"captureTime":"2026-01-02T03:00:00.120Z","width":1920,"objects":[
        {"classId":9,"label":"traffic light \u4eba","score":5e-1,"box":{"xMin":0,"yMax":0.125},"keypoints":[{"x":"NaN"},{"y":1}]}],"timing":{"inferUs":27400}}
        """u8.ToArray(),
        "{}"u8.ToArray(),
    ];

    public override IEnumerable<string> Tokens => ["{", "}", "[", "]", "\"", ":", ",", "null", "-1", "1e39", "\"Infinity\"", "\\ud800", "\"objects\":[", "\"captureTime\":\"0001-01-01T00:00:00Z\"", "9223372036854775808"];

    public override bool Feed(byte[] input)
    {
        try
        {
            var written = Write(FrameResultJson.Parse(input));
            Assert.Equal(written, Write(FrameResultJson.Parse(written)));
            return true;
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }

    internal static byte[] Write(FrameResult result) => Write(result.ToByteArray());

    internal static byte[] Write(byte[] message)
    {
        using var json = new FrameResultJson();
        var output = new ArrayBufferWriter<byte>();
        json.Write(message, output);
        return output.WrittenSpan.ToArray();
    }
}
