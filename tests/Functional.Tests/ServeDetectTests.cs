using System.Net;
using System.Net.Http.Headers;
using Xunit;

namespace Functional.Tests;

[Trait("Ring", "quick")]
public sealed class ServeDetectTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static Task<HttpResponseMessage> Detect(ServerFixture server, byte[] picture, string query = "", string? type = null)
    {
        var content = new ByteArrayContent(picture);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return server.Http.PostAsync("/v1/detect" + query, content, Cancel);
    }

    [Theory]
    [InlineData("jpg", "image/jpeg"), InlineData("png", "image/png"), InlineData("webp", "image/webp")]
    [InlineData("jpg", null), InlineData("png", "application/octet-stream"), InlineData("jpg", "application/x-www-form-urlencoded")]
    public async Task A_picture_gives_the_objects_that_its_model_sees(string extension, string? type)
    {
        await using var server = await ServerFixture.Start();
        using var answer = await Detect(server, ServeMedia.Picture(extension), type: type);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var result = await answer.Json();
        Assert.Equal((64, 64, ServerFixture.Detect), (result["width"]!.GetValue<int>(), result["height"]!.GetValue<int>(), result.Text("model")));

        var found = Assert.Single(result["objects"]!.AsArray())!;
        Assert.Equal("thing0", found.Text("label"));
        Assert.InRange(found["score"]!.GetValue<double>(), 0.9, 1.01);
        Assert.Equal((6.0, 6.0, 26.0, 26.0), (Side("xMin"), Side("yMin"), Side("xMax"), Side("yMax")));
        double Side(string name) => Math.Round(found["box"]![name]!.GetValue<double>(), 3);
    }

    [Fact]
    public async Task Thresholds_and_classes_and_the_model_are_the_callers_choice()
    {
        await using var server = await ServerFixture.Start();
        // White scores 1 in all three boxes.
        var white = ServeMedia.Picture("png", "white");
        Assert.Equal(3, await Count(""));
        Assert.Equal(2, await Count("?maxDet=2"));
        Assert.Equal(1, await Count("?classes=thing1"));
        Assert.Equal(2, await Count("?classes=thing1,2"));
        Assert.Equal(0, await Count("?classes=thing7"));
        Assert.Equal(3, await Count("?conf=0&iou=1"));
        using var pose = await Detect(server, white, $"?model={ServerFixture.Pose}");
        Assert.Equal(17, (await pose.Json())["objects"]![0]!["keypoints"]!.AsArray().Count);

        async Task<int> Count(string query)
        {
            using var answer = await Detect(server, white, query);
            return (await answer.Json())["objects"]!.AsArray().Count;
        }
    }

    [Fact]
    public async Task The_smallest_picture_is_a_picture()
    {
        await using var server = await ServerFixture.Start();
        using var answer = await Detect(server, ServeMedia.Picture("png", size: "1x1"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
