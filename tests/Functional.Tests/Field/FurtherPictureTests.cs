using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Wire.V1;
using Xunit;

namespace Functional.Tests.Field;

/// <summary>Pictures that others met, through every door that takes pictures: the same answer at each. Where each was reported stands beside it.</summary>
public sealed class FurtherPictureTests
{
    private const string Small = "160x120";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What a picture comes to: its size, or words that every door says of it.</summary>
    public static TheoryData<string, string, Func<byte[]>> Pictures => new()
    {
        { "ultralytics 1039: a palette", Small, () => Make("palette.png", "-pix_fmt pal8") },
        { "ultralytics 4403: a name in capitals", Small, () => Make("CAPITALS.PNG", "") },
        { "darknet 5293: a PNG that is called JPEG", Small, () => Make("really.png", "") },
        { "yolov5 3450: bytes before the end's marker", Small, () => Insert(Make("plain.jpg", "-q:v 3"), Find(Make("plain.jpg", "-q:v 3"), 0xD9), 1) },
        { "ultralytics 13142: many bytes before the end's marker", Small, () => Insert(Make("plain.jpg", "-q:v 3"), Find(Make("plain.jpg", "-q:v 3"), 0xD9), 1199) },
        { "yolov5 916: zeros after the end", Small, () => [.. Make("plain.jpg", "-q:v 3"), .. new byte[4096]] },
        { "pytorch_classification 23: Exif that is cut short", Small, () => Exif("Exif\0\0II*\0\u0008\0\0\0\u0009\0"u8) },
        { "one colour: grey", Small, () => Make("grey.jpg", "-pix_fmt gray") },
        { "16 bits a sample", Small, () => Make("deep.png", "-pix_fmt rgb48be") },
        { "see-through", Small, () => Make("alpha.png", "-pix_fmt rgba") },
        { "one bit a sample", Small, () => Make("bits.png", "-pix_fmt monob") },
        { "colours of every second pixel alone", Small, () => Make("422.jpg", "-pix_fmt yuvj422p") },
        { "stb PR 427: ImageNet's gzipped JPEGs", "gzip", () => Zip(Make("plain.jpg", "-q:v 3")) },
        { "a page in place of a picture", "HTML", () => [.. "<!doctype html><html><body>login</body></html>"u8] },
        { "nothing", "empty", () => [] },
        { "JPEG 2000", "JPEG 2000", () => Make("two.jp2", "") },
        { "BMP", "BMP", () => Make("plain.bmp", "") },
        { "TIFF", "TIFF", () => Make("plain.tiff", "") },
        { "PDF", "PDF", () => [.. "%PDF-1.7\n%rubbish\n1 0 obj"u8, .. new byte[200]] },
        { "SVG", "SVG", () => [.. "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"u8] },
    };

    [Theory, MemberData(nameof(Pictures))]
    public async Task A_picture_has_one_answer_at_every_door(string reported, string expected, Func<byte[]> make)
    {
        Assert.NotEmpty(reported);
        var bytes = make();
        await using var server = await ServerFixture.Start();
        using var folder = new RunFolder();
        var answers = new Dictionary<string, string> { ["detect"] = await Rest(server, bytes), ["gRPC"] = await Grpc(server, bytes), ["run"] = await Run(folder, folder.Write("picture.jpg", bytes)) };
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join('\n', answers));
        Assert.All(answers, answer => Assert.Contains(expected, answer.Value, StringComparison.OrdinalIgnoreCase));
    }

    private static async Task<string> Rest(ServerFixture server, byte[] bytes)
    {
        using var answer = await ServeDetectTests.Detect(server, bytes);
        var json = await answer.Json();
        return answer.IsSuccessStatusCode ? $"{json["width"]}x{json["height"]}" : json.Text("detail");
    }

    private static async Task<string> Grpc(ServerFixture server, byte[] bytes)
    {
        using var channel = GrpcClients.Connect(server.Grpc);
        try
        {
            var result = await channel.Streams().DetectAsync(new() { Image = ByteString.CopyFrom(bytes) }, cancellationToken: Cancel);
            return $"{result.Width}x{result.Height}";
        }
        catch (RpcException e)
        {
            return e.Status.Detail;
        }
    }

    private static async Task<string> Run(RunFolder folder, string input)
    {
        var run = await folder.Run(input, "--json", "-");
        return run.ExitCode == 0 && RunFolder.Parse(run.Output) is [var first, ..] ? $"{first.GetProperty("width")}x{first.GetProperty("height")}" : run.Error;
    }

    private static byte[] Make(string name, string options) => ServeMedia.PictureOf(name, $"-f lavfi -i testsrc2=size={Small} -frames:v 1 {options}");

    private static byte[] Insert(byte[] bytes, int at, int count) => [.. bytes[..at], .. Enumerable.Repeat((byte)0x55, count), .. bytes[at..]];

    private static int Find(byte[] bytes, byte marker) => bytes.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, marker]);

    private static byte[] Exif(ReadOnlySpan<byte> content)
    {
        var plain = Make("plain.jpg", "-q:v 3");
        return [.. plain[..2], 0xFF, 0xE1, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content, .. plain[2..]];
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.Optimal))
            zip.Write(bytes);
        return packed.ToArray();
    }
}
