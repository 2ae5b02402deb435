using Xunit;

namespace Functional.Tests.Dashboard;

/// <summary>The page with live results in a real browser: what it shows is true of the stream that it names.</summary>
public sealed class LivePageTests
{
    // Draws a small, a cut-off and two crowded objects, and tells where its labels are, by the letters of a pen that notes them.
    private const string Labels = """
        (async ([width, screenWidth]) => {
          const { drawObjects } = await import('/test/overlay.js');
          const canvas = new OffscreenCanvas(width, width / 2), pen = canvas.getContext('2d'), labels = [];
          const note = pen.fillText.bind(pen);
          pen.fillText = (text, x, y) => { labels.push([x, y - parseFloat(pen.font.match(/([\d.]+)px/)[1]), x + pen.measureText(text).width, y]); note(text, x, y); };
          const box = (xMin, yMin, xMax, yMax) => ({ label: 'person', score: 0.5, keypoints: [], box: { xMin, yMin, xMax, yMax } });
          drawObjects(pen, { width, height: width / 2, objects: [box(0, 0, width, width / 2), box(width - 12, 4, width, 40), box(-20, 30, 30, 90), box(-18, 32, 30, 90), box(100, width / 2 - 9, 160, width / 2)] }, width / screenWidth);
          return labels.map(sides => sides.join(' ')).join('\n');
        })
        """;

    [Fact]
    public async Task Nothing_of_a_stream_is_shown_under_the_name_of_another_that_has_no_picture()
    {
        await using var browser = await Browser.Start();
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Create(new { id = "yard", url = "rtsp://127.0.0.1:1/live" });
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/results?stream=gate"));
        await Eventually.Be(async () => await browser.Evaluate<bool>("seen.joined > 0"), "there is a picture");
        await browser.Evaluate<object?>("(() => { const list = document.getElementById('streams'); list.value = 'yard'; list.onchange(); })()");
        await Eventually.Be(async () => (await browser.Evaluate<string>("document.getElementById('message').textContent")).Contains("nothing listens there", StringComparison.Ordinal), "it says what is wrong");
        Assert.Equal(0, await browser.Evaluate<int>("document.getElementById('picture').getContext('2d').getImageData(0, 0, 64, 64).data.reduce((sum, byte) => sum + byte, 0)"));
        Assert.Equal("–", await browser.Evaluate<string>("document.getElementById('latency').textContent"));
    }

    [Fact]
    public async Task The_list_is_of_the_result_that_is_drawn()
    {
        await using var browser = await Browser.Start();
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), loop = true });
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/results?stream=gate"));
        await Eventually.Be(async () => await browser.Evaluate<bool>("seen.joined > 2 && seen.last?.objects.length > 0"), "there are pictures");
        Assert.True(await browser.Evaluate<bool>("""
            seen.last.objects.map(one => `${one.label}${one.score.toFixed(2)}`).join() === [...document.querySelectorAll('#objects li')].map(line => line.textContent).join()
              && document.getElementById('what').textContent.endsWith(`frame ${seen.last.sequence}`)
            """));
    }

    [Theory]
    [InlineData(960, 900), InlineData(960, 366), InlineData(3840, 366), InlineData(160, 366)]
    public async Task Labels_stay_inside_the_picture_and_off_one_another(int width, int screenWidth)
    {
        await using var browser = await Browser.Start();
        await using var server = await ServerFixture.Start();
        await browser.Open(new Uri(server.Http.BaseAddress!, "/test/results"));
        var labels = (await browser.Evaluate<string>($"({Labels})([{width}, {screenWidth}])")).Split('\n').Select(line => line.Split(' ').Select(double.Parse).ToArray()).ToList();
        Assert.InRange(labels.Count, 2, 5);
        Assert.All(labels, at => Assert.True(at[0] >= 0 && at[1] >= 0 && at[2] <= width && at[3] <= width / 2.0, $"{string.Join(' ', at)} of {width}"));
        Assert.All(labels.Index(), one => Assert.All(labels.Skip(one.Index + 1), other =>
            Assert.True(one.Item[2] <= other[0] || other[2] <= one.Item[0] || one.Item[3] <= other[1] || other[3] <= one.Item[1])));
    }
}
