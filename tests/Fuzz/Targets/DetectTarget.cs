using System.Text;
using System.Text.Json;
using Xunit;

namespace Fuzz.Targets;

/// <summary>Input: the query, a line feed, the body of POST /v1/detect. The answer is a result or a problem that blames the client.</summary>
public sealed class DetectTarget : FuzzTarget
{
    // One server for all inputs; the process ends it.
    private static readonly Lazy<InProcessServer> Server = new(InProcessServer.Open);

    public override IEnumerable<byte[]> Seeds =>
    [
        .. PictureSeeds.All.Select(picture => (byte[])[.. "?conf=0.1&iou=0.5&maxDet=3&classes=thing0,2&model=tiny\n"u8, .. picture]),
        [.. "\n"u8, .. PictureSeeds.All[0]],
    ];

    public override IEnumerable<string> Tokens =>
        [.. PictureSeeds.Tokens, "conf=", "iou=", "maxDet=", "classes=", "model=", "&", "%00", "NaN", "-1", "1e9", "..", "/", "\n"];

    // Each runs a model.
    protected override int BriefInputs => 5000;

    public override bool Feed(byte[] input)
    {
        var end = Array.IndexOf(input, (byte)'\n');
        var query = end < 0 ? "" : Encoding.Latin1.GetString(input, 0, end);
        var (status, answer) = Server.Value.Post("/v1/detect", query.StartsWith('?') ? query : "", input[(end + 1)..]);
        Assert.Contains(status, new[] { 200, 404, 413, 415, 422 });
        using var json = JsonDocument.Parse(answer);
        if (status != 200)
            Assert.Equal(status, json.RootElement.GetProperty("status").GetInt32());
        return status == 200;
    }

    [Fact]
    public void Bombs_are_told_apart()
    {
        Assert.Equal(413, Server.Value.Post("/v1/detect", "", PictureSeeds.HugePng).Status);
        Assert.Equal(413, Server.Value.Post("/v1/detect", "", PictureSeeds.FlatJpeg(65_535)).Status);
        Assert.Equal(422, Server.Value.Post("/v1/detect", "", PictureSeeds.TruncatedWebP).Status);
        Assert.Equal(200, Server.Value.Post("/v1/detect", "", PictureSeeds.FlatJpeg(18)).Status);
    }
}
