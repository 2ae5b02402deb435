using System.Text;
using System.Text.Json.Nodes;
using Functional.Tests.Field;
using Xunit;

namespace Functional.Tests.Sources;

/// <summary>Motion JPEG over HTTP as cameras really send it: whatever stands around the pictures, they are played, as a stream and by `run`.</summary>
public sealed class MotionJpegTests
{
    private const string Multipart = "multipart/x-mixed-replace; boundary=";

    // The Content-Type, and what one picture is sent as.
    private static readonly Dictionary<string, (string? Type, Func<byte[], byte[]> Part)> Forms = new()
    {
        ["no boundary in front"] = (Multipart + "frame", picture => [.. "Content-Type: image/jpeg\r\n\r\n"u8, .. picture, .. "\r\n--frame\r\n"u8]),
        ["the boundary twice"] = (Multipart + "frame", picture => [.. "--frame\r\n"u8, .. Part(picture)]),
        ["another boundary"] = (Multipart + "other", Part),
        ["a boundary in quotes"] = (Multipart + "\"frame\"", Part),
        ["a wrong length"] = (Multipart + "frame", picture => [.. "--frame\r\nContent-Length: 7\r\n\r\n"u8, .. picture, .. "\r\n"u8]),
        ["no Content-Type"] = (null, Part),
        ["bytes of any kind"] = ("application/octet-stream", Part),
        ["pictures alone"] = ("video/x-motion-jpeg", picture => picture),
        ["pictures alone, said to be one"] = ("image/jpeg", picture => picture),
        ["text and empty parts"] = (Multipart + "frame", picture => [.. "--frame\r\nContent-Type: text/plain\r\n\r\nhello\r\n--frame\r\nContent-Length: 0\r\n\r\n\r\n"u8, .. Part(picture)]),
        ["zeros behind"] = (Multipart + "frame", picture => [.. Part(picture), .. new byte[512]]),
        ["no end mark"] = (Multipart + "frame", picture => Part(picture[..^2])),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Names))]
    public async Task It_is_played_in_any_form(string name)
    {
        await using var camera = Camera(Forms[name].Type, _ => Forms[name].Part(ServeMedia.Picture("jpg")));
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inferred") >= 5, "frames are inferred", () => server.Stream(id));
        var stream = await server.Stream(id);
        Assert.Equal(("live", 0, "mjpeg", 64), (stream.Text("state"), (int)stream.Number("reconnects"), stream.Text("session", "codec"), (int)stream.Number("session", "width")));
        Assert.Null(stream["lastError"]?.GetValue<string>());
        Assert.Equal(0, stream.Number("frames", "dropped", "decodeError"));
        stream["frames"]!.IsExact();
    }

    [Fact]
    public async Task Run_reads_it_too_and_each_picture_is_upright_by_its_own_tag()
    {
        var pictures = new[] { Turned(ServeMedia.Picture("jpg", size: "64x32"), 6), ServeMedia.Picture("jpg", size: "64x32") };
        await using var camera = Camera(Multipart + "frame", number => Forms["no boundary in front"].Part(pictures[number % 2]));
        using var folder = new RunFolder();
        var run = await folder.Run(camera.Url, "--frames", "4", "--json", folder.File("out.jsonl"));
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var results = RunFolder.Parse(Encoding.UTF8.GetString(folder.Bytes("out.jsonl")));
        Assert.Equal([(32, 64), (64, 32), (32, 64), (64, 32)], results.Select(result => (result.GetProperty("width").GetInt32(), result.GetProperty("height").GetInt32())));
        // The first is the beginning of time, and each is when it came.
        var times = results.Select(result => long.Parse(result.GetProperty("pts90khz").GetString()!, System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(0, times[0]);
        Assert.True(times.Order().Distinct().SequenceEqual(times));
    }

    [Theory]
    [InlineData("multipart/x-mixed-replace; boundary=frame", "it sends parts of the type text/plain, and known here are pictures", "reconnecting")]
    [InlineData("text/html", "it is a web page (HTML)", "reconnecting")]
    [InlineData("image/svg+xml", "it is an SVG drawing", "failed")]
    public async Task What_holds_no_picture_is_named(string type, string words, string state)
    {
        byte[] sent = type switch { "text/html" => [.. "<!DOCTYPE html><html></html>"u8], "image/svg+xml" => [.. "<svg xmlns='http://www.w3.org/2000/svg'/>"u8], _ => [.. "--frame\r\nContent-Type: text/plain\r\n\r\nno camera is connected\r\n"u8] };
        await using var camera = new LiveSource(async (_, connection, stop) =>
        {
            await LiveSource.Answer(connection, type, stop);
            await connection.WriteAsync(sent, stop);
        });
        await using var server = await ServerFixture.Start();
        var stream = await server.StreamIs(await server.Create(new { url = camera.Url }), state);
        Assert.Contains(words, stream.Text("lastError"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_camera_of_the_field_is_played()
    {
        using var camera = await FieldPeer.Start("mjpeg-camera.py");
        var port = camera.Port;
        await using var server = await ServerFixture.Start(("Ingest:TimeoutSeconds", "20"));
        string[] quirks =
        [
            "plain", "noinitial", "dashes", "nolen", "foscam", "quotes", "lf", "lower", "chunk", "rawjpeg", "noct", "octet", "mixed", "snapshot", "snapshot-nolen", "noeoi", "zeropad", "resize",
            "textpart", "emptypart", "mismatch", "wronglen", "rot", "redir", "slow",
        ];
        foreach (var quirk in quirks)
            await server.Create(new { id = quirk, url = $"http://127.0.0.1:{port}/{quirk}", targetFps = 5 });
        foreach (var quirk in quirks)
        {
            JsonNode stream = null!;
            await Eventually.Be(async () => (stream = await server.Stream(quirk)).Number("frames", "inferred") >= 3, $"{quirk} is inferred", () => stream);
            Assert.Equal((quirk, "live", 0, 0), (quirk, stream.Text("state"), (int)stream.Number("reconnects"), (int)stream.Number("frames", "dropped", "decodeError")));
            Assert.Equal(quirk == "rot", stream.Number("session", "width") < stream.Number("session", "height"));
        }
    }

    [Fact]
    public async Task The_recorded_answer_of_a_camera_without_first_boundary_is_played()
    {
        var recorded = await File.ReadAllBytesAsync(SharedData.Path("..", "field", "mjpeg-no-first-boundary.http"), Cancel);
        await using var camera = new LiveSource(async (_, connection, stop) =>
        {
            await connection.WriteAsync(recorded, stop);
            await LiveSource.Never.WaitAsync(stop);
        });
        await using var server = await ServerFixture.Start();
        var id = await server.Create(new { url = camera.Url });
        await Eventually.Be(async () => (await server.Stream(id)).Number("frames", "inferred") > 0, "its pictures are inferred", () => server.Stream(id));
    }

    private static byte[] Part(byte[] picture) => [.. "--frame\r\nContent-Type: image/jpeg\r\n\r\n"u8, .. picture, .. "\r\n"u8];

    private static LiveSource Camera(string? type, Func<int, byte[]> part) => new(async (_, connection, stop) =>
    {
        await connection.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\n{(type is null ? "" : $"Content-Type: {type}\r\n")}\r\n"), stop);
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(0.05));
        for (var number = 0; await beat.WaitForNextTickAsync(stop); number++)
            await connection.WriteAsync(part(number), stop);
    });

    /// <summary>With an EXIF tag that says how it is to be turned.</summary>
    private static byte[] Turned(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0MM\0*\0\0\0\b\0\u0001\u0001\u0012\0\u0003\0\0\0\u0001\0"u8, orientation, 0, 0, 0, 0, 0, 0];
        return [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
    }
}
