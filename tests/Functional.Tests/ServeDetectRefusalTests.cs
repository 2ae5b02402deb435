using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Server.Pictures;
using Xunit;

namespace Functional.Tests;

public sealed class ServeDetectRefusalTests
{
    [Theory]
    [InlineData("?conf=2", "conf"), InlineData("?conf=-0.1", "conf"), InlineData("?conf=NaN", "conf"), InlineData("?conf=", "conf"), InlineData("?conf=1e-1", "conf")]
    [InlineData("?iou=1.01", "iou"), InlineData("?iou=half", "iou"), InlineData("?maxDet=0", "maxDet"), InlineData("?maxDet=1001", "maxDet")]
    [InlineData("?maxDet=1.5", "maxDet"), InlineData("?classes=thing0,unicorn", "classes"), InlineData("?classes=80", "classes"), InlineData("?classes=-1", "classes")]
    public async Task A_wrong_parameter_is_named(string query, string field)
    {
        await using var server = await ServerFixture.Start();
        await ServeDetectTests.Detect(server, ServeMedia.Picture("png"), query).IsProblem(HttpStatusCode.UnprocessableEntity, field);
    }

    [Theory]
    [InlineData("nobody"), InlineData("../tiny"), InlineData("/etc/passwd"), InlineData("models%2Ftiny.onnx"), InlineData(""), InlineData("tiny%0A")]
    public async Task An_unknown_model_is_not_found_and_a_path_is_no_model(string model)
    {
        await using var server = await ServerFixture.Start();
        await ServeDetectTests.Detect(server, ServeMedia.Picture("png"), $"?model={model}").IsProblem(HttpStatusCode.NotFound, "model");
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        await using var server = await ServerFixture.Start();
        await ServeDetectTests.Detect(server, "just words, and a few more of them"u8.ToArray()).IsProblem(HttpStatusCode.UnsupportedMediaType, "body");
        await ServeDetectTests.Detect(server, ServeMedia.Picture("png"), type: "text/html").IsProblem(HttpStatusCode.UnsupportedMediaType, "Content-Type");
        await ServeDetectTests.Detect(server, File.ReadAllBytes(ServeMedia.Clip(10))).IsProblem(HttpStatusCode.UnsupportedMediaType, "body");
        await ServeDetectTests.Detect(server, []).IsProblem(HttpStatusCode.UnprocessableEntity, "body");
    }

    [Theory, InlineData("jpg"), InlineData("png"), InlineData("webp")]
    public async Task A_picture_that_is_cut_off_gives_no_half_answer(string extension)
    {
        await using var server = await ServerFixture.Start();
        var whole = ServeMedia.Detailed(extension);
        await ServeDetectTests.Detect(server, whole[..(whole.Length / 2)]).IsProblem(HttpStatusCode.UnprocessableEntity, "body");
        await ServeDetectTests.Detect(server, whole[..20]).IsProblem(HttpStatusCode.UnprocessableEntity, "body");
    }

    [Fact]
    public async Task A_header_that_claims_3600_megapixels_costs_nothing()
    {
        await using var server = await ServerFixture.Start();
        var bomb = ServeMedia.Picture("png");
        byte[] side = [0, 0, 0xEA, 0x60]; // 60,000
        side.CopyTo(bomb, 16);
        side.CopyTo(bomb, 20);
        var before = Environment.WorkingSet;
        var detail = await ServeDetectTests.Detect(server, bomb).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body");
        Assert.Contains("60000x60000", detail, StringComparison.Ordinal);
        Assert.InRange(Environment.WorkingSet - before, long.MinValue, 500_000_000);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_body_past_the_bound_is_refused_whether_it_says_its_length_or_not(bool chunked)
    {
        await using var server = await ServerFixture.Start(("Server:MaxBodyBytes", "2000"));
        // One byte over, and further over. A client that streams far past the bound is cut off, perhaps before it reads the answer.
        foreach (var length in (int[])[2001, chunked ? 2900 : 3_000_000])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/detect") { Content = new ByteArrayContent(new byte[length]) };
            request.Headers.TransferEncodingChunked = chunked;
            request.Headers.ExpectContinue = true;
            await server.Http.SendAsync(request, TestContext.Current.CancellationToken).IsProblem(HttpStatusCode.RequestEntityTooLarge, "body");
        }

        await ServeDetectTests.Detect(server, new byte[2000]).IsProblem(HttpStatusCode.UnsupportedMediaType, "body");
    }

    [Fact]
    public async Task One_picture_too_many_is_asked_to_come_back()
    {
        await using var server = await ServerFixture.Start(("Server:MaxConcurrentDetects", "1"));
        var picture = ServeMedia.Picture("png");
        using var slow = await Upload(server, picture, sent: 10);
        await Eventually.Be(() => server.Services.GetRequiredService<DetectLimit>().Count == 1, "the first picture holds the only place");
        await ServeDetectTests.Detect(server, picture).IsBusy();

        await slow.GetStream().WriteAsync(picture.AsMemory(10), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(slow.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        using var next = await ServeDetectTests.Detect(server, ServeMedia.Picture("png"));
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    // The exception of a request that breaks off was once logged as the server's error.
    [Fact]
    public async Task A_client_that_hangs_up_is_no_error_of_the_server()
    {
        await using var server = await ServerFixture.Start(("Server:MaxConcurrentDetects", "1"));
        using (await Upload(server, ServeMedia.Picture("png"), sent: 20))
        {
            // Only begun.
        }

        // Its place becomes free again.
        await Eventually.Be(async () =>
        {
            using var other = await ServeDetectTests.Detect(server, ServeMedia.Picture("png"));
            return other.StatusCode == HttpStatusCode.OK;
        }, "the place is free");
    }

    /// <summary>A request whose body has come in part.</summary>
    private static async Task<TcpClient> Upload(ServerFixture server, byte[] picture, int sent)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Http.BaseAddress!.Host, server.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        var head = Encoding.ASCII.GetBytes($"POST /v1/detect HTTP/1.1\r\nHost: localhost\r\nContent-Length: {picture.Length}\r\n\r\n");
        await client.GetStream().WriteAsync((byte[])[.. head, .. picture[..sent]], TestContext.Current.CancellationToken);
        return client;
    }
}
