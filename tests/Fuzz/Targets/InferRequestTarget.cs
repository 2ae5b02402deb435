using System.Text;
using Server.KServe;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: the header's length in decimal, a line feed, the body of POST /v2/models/{m}/infer. It is read, or refused by a KServeException.</summary>
public sealed class InferRequestTarget : FuzzTarget
{
    private const long MaxValues = 1000;

    public override IEnumerable<byte[]> Seeds =>
    [
        Seed("""{"inputs":[{"name":"images","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"outputs":[{"name":"o","parameters":{"binary_data":true}}]}""", 8),
        Seed("""{"id":"\u4eba","parameters":{"binary_data_output":true,"n":-1,"x":1e-3,"s":"t"},"inputs":[{"data":[[1,2.5e3],[-0,7]],"name":"a","shape":[2,2],"datatype":"FP32"}]}"""),
        Seed("""{"inputs":[{"name":"a","parameters":{"binary_data_size":4}},{"name":"b","data":[]},{"name":"c","parameters":{"binary_data_size":0}}],"more":{"a":[null]}}""", 4),
        Seed("{}"),
    ];

    public override IEnumerable<string> Tokens =>
        ["\"data\":[", "\"shape\":[", "\"parameters\":{", "\"binary_data_size\":", "\"inputs\":[{", "\\ud800", "1e999", "NaN", "-", "18446744073709551616", "[[[[[[[[", "{}", "null", "\n", "0"];

    public override bool Feed(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        var body = input.AsMemory(end + 1);
        if (end < 0 || !int.TryParse(Encoding.Latin1.GetString(input, 0, end), out var headerLength) || headerLength < 0 || headerLength > body.Length)
            return false;
        try
        {
            var request = InferRequestJson.Parse(body, headerLength, MaxValues);

            // One entry an input, whose bytes are numbers of the JSON or bytes behind it, and none of these twice.
            Assert.Equal(request.Inputs.Count, request.RawInputContents.Count);
            var numbers = request.RawInputContents.Sum(raw => (long)raw.Length) - (body.Length - headerLength);
            Assert.InRange(numbers, 0, Math.Min(request.Inputs.Count * MaxValues, headerLength) * sizeof(float));
            Assert.Equal(0, numbers % sizeof(float));
            return true;
        }
        catch (KServeException e)
        {
            Assert.Equal(KServeFault.InvalidArgument, e.Fault);
            return false;
        }
    }

    private static byte[] Seed(string json, int binary = 0) => [.. Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(json)}\n{json}"), .. new byte[binary]];
}
