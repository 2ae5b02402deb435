using System.Text.Json;
using Xunit;

namespace Functional.Tests;

/// <summary>The tensor path alone: a lossless picture of the model's own size, so that no decoder and no resampling differs.</summary>
public class RawTensorTests
{
    private const int Anchors = 8400;

    // fp32 in another order of summation, and the reference is written with 6 digits.
    private const double Tolerance = 1e-3;

    public static TheoryData<string> Models => ["yolov8n", "yolov8n-pose"];

    [Theory]
    [MemberData(nameof(Models))]
    public async Task The_output_is_the_reference_anchor_by_anchor(string name)
    {
        var json = await File.ReadAllTextAsync(SharedData.Path("reference", "raw_bus_letterbox640.json"), TestContext.Current.CancellationToken);
        var reference = JsonDocument.Parse(json).RootElement.GetProperty("raw").GetProperty(name);
        using var model = new RawTensorModel(name);

        var output = Assert.Single(model.Run(SharedData.Path("reference", "bus_letterbox640.png")));

        var channels = output.Length / Anchors;
        Assert.Equal(reference.GetProperty("output_shape").EnumerateArray().Select(size => size.GetInt32()), [1, channels, Anchors]);
        foreach (var anchor in reference.GetProperty("anchors").EnumerateArray())
        {
            var index = anchor.GetProperty("anchor").GetInt32();
            AssertClose(Numbers(anchor.GetProperty("values")), [.. Enumerable.Range(0, channels).Select(channel => output[channel * Anchors + index])]);
        }

        AssertClose(Numbers(reference.GetProperty("channel_means")), [.. output.Chunk(Anchors).Select(channel => channel.Average(value => (double)value))]);
    }

    /// <summary>Each place has another picture, and each picture is in each place, so that a mix-up cannot hide.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Every_place_in_a_batch_gives_what_the_picture_gives_alone(string name)
    {
        string[] pictures =
        [
            SharedData.Path("media", "bus.jpg"), SharedData.Path("media", "crosswalk.jpg"),
            SharedData.Path("media", "street.jpg"), SharedData.Path("reference", "bus_letterbox640.png"),
        ];
        using var model = new RawTensorModel(name);
        var alone = pictures.Select(picture => Assert.Single(model.Run(picture))).ToArray();

        var largest = 0.0;
        for (var shift = 0; shift < pictures.Length; shift++)
        {
            int[] order = [.. Enumerable.Range(0, pictures.Length).Select(place => (place + shift) % pictures.Length)];
            var together = model.Run([.. order.Select(picture => pictures[picture])]);
            foreach (var (place, picture) in order.Index())
                largest = Math.Max(largest, LargestDifference(alone[picture], together[place]));
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: largest difference {largest:0.0e0}");
        Assert.InRange(largest, 0, 1e-4);
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(value => value.GetDouble())];

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, Tolerance * Math.Max(1, Math.Abs(pair.First))));
    }

    /// <summary>Absolute for scores, relative for pixels.</summary>
    private static double LargestDifference(float[] one, float[] other) =>
        one.Zip(other, (a, b) => Math.Abs(a - b) / Math.Max(1.0, Math.Abs(a))).Max();
}
