using System.Net;
using System.Text;
using Functional.Tests.Sources;
using Google.Protobuf;
using Grpc.Core;
using Xunit;

namespace Functional.Tests;

/// <summary>A picture or something that was taken for one: the same answer by `run`, as a stream's file, as a stream's URL, by detect and by gRPC.</summary>
public sealed class PictureDoorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What no door takes, and what each says of it.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "heic", "it is a HEIC picture, as phones take them: convert it to JPEG" },
        { "avif-like heif", "it is a HEIC picture" },
        { "arithmetic", "it is arithmetic-coded, which is not decoded here; save it as an ordinary JPEG" },
        { "hierarchical", "it is hierarchical, which" },
        { "12-bit", "it is of 12 bits a sample, which" },
        { "jpeg 2000", "it is a JPEG 2000 picture" },
        { "jpeg xl", "it is a JPEG XL picture" },
        { "svg", "it is an SVG drawing" },
        { "pdf", "it is a PDF document" },
        { "raw", "it is a camera's raw picture: develop it to JPEG first" },
        { "tiff", "it is a TIFF picture, or a camera's raw one" },
        { "html", "it is a web page (HTML): is a log-in needed" },
        { "json", "it is JSON text" },
        { "field heic", "it is a HEIC picture" },
        { "field arithmetic", "it is arithmetic-coded" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task What_cannot_be_read_is_named_at_every_door(string kind, string words)
    {
        var bytes = Bytes(kind);
        using var folder = new RunFolder();
        var run = await folder.Run(folder.Write("picture", bytes));
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);

        await using var server = await ServerFixture.Start();
        await using var web = await WebFolder.Start();
        await File.WriteAllBytesAsync(web.PathOf("picture"), bytes, Cancel);
        await File.WriteAllBytesAsync(Path.Combine(server.Files, "picture"), bytes, Cancel);
        foreach (var url in (string[])["picture", web.UrlOf("picture")])
        {
            var id = await server.Create(new { url });
            await Eventually.Be(async () => (await server.Stream(id))["lastError"] is not null, $"{url} is refused", () => server.Stream(id));
            Assert.Contains(words, (await server.Stream(id)).Text("lastError"), StringComparison.Ordinal);
        }

        using var detect = await ServeDetectTests.Detect(server, bytes);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, detect.StatusCode);
        Assert.Contains(words, (await detect.Json()).Text("detail"), StringComparison.Ordinal);
        using var channel = GrpcClients.Connect(server.Grpc);
        var fault = await Assert.ThrowsAsync<RpcException>(() => channel.Streams().DetectAsync(new() { Image = ByteString.CopyFrom(bytes) }, cancellationToken: Cancel).ResponseAsync);
        Assert.Contains(words, fault.Status.Detail, StringComparison.Ordinal);
    }

    [Theory, InlineData("whole"), InlineData("no end mark"), InlineData("field no-eoi")]
    public async Task A_whole_picture_is_taken_at_every_door_whether_it_has_an_end_mark_or_not(string kind)
    {
        var bytes = Bytes(kind);
        using var folder = new RunFolder();
        var run = await folder.Run(folder.Write("picture", bytes));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal((1, 0), (RunFolder.Parse(run.Output)[^1].GetProperty("frames").GetInt32(), RunFolder.Parse(run.Output)[^1].GetProperty("damaged").GetInt32()));

        await using var server = await ServerFixture.Start();
        await using var web = await WebFolder.Start();
        await File.WriteAllBytesAsync(web.PathOf("picture"), bytes, Cancel);
        await File.WriteAllBytesAsync(Path.Combine(server.Files, "picture"), bytes, Cancel);
        var file = await server.StreamIs(await server.Create(new { url = "picture" }), "ended");
        Assert.Equal((1, 0), (file.Number("frames", "inferred"), file.Number("frames", "dropped", "decodeError")));
        Assert.Null(file["lastError"]?.GetValue<string>());
        var id = await server.Create(new { url = web.UrlOf("picture") });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inferred") > 0, "it is polled", () => server.Stream(id));

        using var detect = await ServeDetectTests.Detect(server, bytes);
        Assert.Equal(HttpStatusCode.OK, detect.StatusCode);
        using var channel = GrpcClients.Connect(server.Grpc);
        await channel.Streams().DetectAsync(new() { Image = ByteString.CopyFrom(bytes) }, cancellationToken: Cancel);
    }

    private static byte[] Bytes(string kind) => kind switch
    {
        "heic" => [0, 0, 0, 24, .. "ftypheic\0\0\0\0mif1heic"u8, .. new byte[200]],
        "avif-like heif" => [0, 0, 0, 24, .. "ftypmif1\0\0\0\0mif1miaf"u8, .. new byte[200]],
        "arithmetic" => Patched(marker: 0xC9),
        "hierarchical" => Patched(marker: 0xC5),
        "12-bit" => Patched(marker: 0xC1, precision: 12),
        "jpeg 2000" => [0, 0, 0, 12, .. "jP  \r\n"u8, 0x87, (byte)'\n', .. new byte[200]],
        "jpeg xl" => [0xFF, 0x0A, .. new byte[200]],
        "svg" => [.. "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"></svg>"u8],
        "pdf" => [.. "%PDF-1.7\n"u8, .. new byte[200]],
        "raw" => [.. "FUJIFILMCCD-RAW 0201"u8, .. new byte[200]],
        "tiff" => [.. "II*\0\b\0\0\0"u8, .. new byte[200]],
        "html" => [.. "\r\n<!DOCTYPE html>\r\n<html><body>Log in</body></html>"u8],
        "json" => [.. "{\"error\":\"no such camera\"}"u8],
        "whole" => ServeMedia.Picture("jpg"),
        "no end mark" => ServeMedia.Picture("jpg")[..^2],
        "field heic" => Field("picture.heic"),
        "field arithmetic" => Field("arithmetic.jpg"),
        "field no-eoi" => Field("no-eoi.jpg"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is unknown"),
    };

    private static byte[] Field(string name) => File.ReadAllBytes(SharedData.Path("..", "field", name));

    /// <summary>An ordinary picture whose frame header says that it is another kind: marker, length(2), precision.</summary>
    private static byte[] Patched(byte marker, byte precision = 8)
    {
        var picture = ServeMedia.Picture("jpg");
        var frame = picture.AsSpan().IndexOf((byte[])[0xFF, 0xC0]);
        (picture[frame + 1], picture[frame + 4]) = (marker, precision);
        return picture;
    }
}
