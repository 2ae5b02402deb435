using System.Globalization;
using System.Text;
using Inference.Model;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: one metadata entry a line, <c>key=value</c>; <c>input=</c> and <c>output=</c> are the graph's shapes.</summary>
public sealed class ModelMetadataTarget : FuzzTarget
{
    public override IEnumerable<byte[]> Seeds =>
    [
        "input=-1,3,-1,-1\noutput=-1,7,-1\ntask=detect\nstride=32\nimgsz=[640, 640]\nnames={0: 'person', 1: 'bicycle', 2: 'car'}\nargs={'nms': False}"u8.ToArray(),
        "input=1,3,384,640\noutput=1,56,5040\ntask=pose\nnames=['person']\nkpt_shape=[17, 3]"u8.ToArray(),
        "input=1,3,640,640\noutput=1,300,6\nnames={'0': 'cat', '1': 7}\nimgsz=640"u8.ToArray(),
    ];

    public override IEnumerable<string> Tokens => ["task=", "names=", "kpt_shape=", "imgsz=", "stride=", "args=", "pose", "detect", "-1", "0", "6", "56", "84", "9223372036854775807", "\n", "[", "]", "{0: '"];

    public override bool Feed(byte[] input)
    {
        var properties = Encoding.UTF8.GetString(input).Split('\n').Select(line => line.Split('=', 2)).Where(entry => entry.Length == 2)
            .GroupBy(entry => entry[0]).ToDictionary(entries => entries.Key, entries => entries.First()[1]);
        try
        {
            var model = ModelMetadataReader.Read("yolo", properties, "images", "float32", Shape(properties, "input"), [Shape(properties, "output")]);
            Assert.True(model is { ClassCount: >= 1, InputWidth: >= 1, InputHeight: >= 1, Stride: >= 1, FixedBatch: >= 1, KeypointCount: >= 0 });
            return true;
        }
        catch (ModelLoadException e)
        {
            Assert.StartsWith("yolo: ", e.Message, StringComparison.Ordinal);
            return false;
        }
    }

    private static long[] Shape(Dictionary<string, string> properties, string key) =>
        [.. properties.GetValueOrDefault(key, "").Split(',').Select(size => long.TryParse(size, CultureInfo.InvariantCulture, out var number) ? number : 0)];
}
