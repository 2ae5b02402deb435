using Xunit;

namespace Functional.Tests.Dashboard;

/// <summary>The page at / in a real browser: streams are seen, added, changed and removed.</summary>
public sealed class StartPageTests
{
    private static string Card(string id) => $"[...document.querySelectorAll('.card')].find(card => card.querySelector('b').textContent === '{id}')";

    [Fact]
    public async Task Streams_are_shown_with_their_state_picture_and_what_is_wrong_in_words()
    {
        await using var browser = await Browser.Start();
        await using var server = await ServerFixture.Start();
        await server.Create(new { id = "gate", url = server.Put(ServeMedia.Clip(25)), loop = true });
        await server.Create(new { id = "yard", url = "rtsp://admin:secret@127.0.0.1:1/live" });
        await browser.Open(server.Http.BaseAddress!);
        await Eventually.Be(async () => await browser.Evaluate<bool>($"{Card("gate")}?.dataset.stream === 'live' && !{Card("gate")}.querySelector('img').hidden"), "a live stream shows its picture");
        await Eventually.Be(async () => (await Text(browser, "gate", ".rates")).Contains("results/s", StringComparison.Ordinal), "it shows its rate");
        await Eventually.Be(async () => (await Text(browser, "yard", ".error")).Contains("Trying again in ", StringComparison.Ordinal), "a lost one says when it is tried again");
        Assert.Contains("nothing listens there", await Text(browser, "yard", ".error"), StringComparison.Ordinal);
        Assert.True(await browser.Evaluate<bool>($"{Card("yard")}.querySelector('img').hidden"));
        Assert.DoesNotContain("secret", await browser.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Equal("1 of 2 live", await browser.Evaluate<string>("document.getElementById('summary').textContent"));
        await browser.Screenshot("start");
    }

    [Fact]
    public async Task A_stream_is_added_changed_and_removed()
    {
        await using var browser = await Browser.Start();
        await using var server = await ServerFixture.Start();
        await browser.Open(server.Http.BaseAddress!);
        await Eventually.Be(async () => await browser.Evaluate<bool>("!document.getElementById('empty').hidden"), "it says that there is none");

        await browser.Page.FillAsync("#add [name=url]", "test://nothing");
        await browser.Page.ClickAsync("#add button");
        await Eventually.Be(async () => (await browser.Evaluate<string>("document.querySelector('#add .problem').textContent")).StartsWith("url: ", StringComparison.Ordinal), "what is refused is said, by field");

        await browser.Page.FillAsync("#add [name=url]", "test://people?fps=5");
        await browser.Page.FillAsync("#add [name=id]", "door");
        await browser.Page.ClickAsync("#add button");
        await Eventually.Be(async () => await browser.Evaluate<bool>($"{Card("door")}?.dataset.stream === 'live'"), "it is added");

        await browser.Page.ClickAsync(".change");
        await browser.Page.FillAsync(".edit [name=targetFps]", "2");
        await browser.Page.ClickAsync(".edit .row button:first-child");
        await Eventually.Be(async () => (await server.Stream("door"))["options"]!["targetFps"]!.GetValue<double>() == 2, "it is changed");

        await browser.Page.ClickAsync(".remove");
        Assert.Equal("Remove?", await Text(browser, "door", ".remove"));
        await browser.Page.ClickAsync(".remove");
        await Eventually.Be(async () => await browser.Evaluate<bool>("document.querySelectorAll('.card').length === 0"), "it is removed");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await server.Http.GetAsync("/v1/streams/door", TestContext.Current.CancellationToken)).StatusCode);
    }

    private static Task<string> Text(Browser browser, string id, string what) => browser.Evaluate<string>($"{Card(id)}?.querySelector('{what}').textContent ?? ''");
}
