using System.Reflection;
using Microsoft.Playwright;

namespace Testing;

/// <summary>Debian's Chromium without a window, with one page. Playwright's driver comes out of its NuGet package; no browser is downloaded.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private const string Program = "/usr/bin/chromium";

    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;

    private Browser(IPlaywright driver, IBrowser browser, IPage page) => (_driver, _browser, Page) = (driver, browser, page);

    public IPage Page { get; }

    /// <param name="camera">A raw video that pages get for a camera; empty: Chromium's own pattern; null: there is none.</param>
    /// <exception cref="PeerMissingException">Chromium is not installed.</exception>
    public static async Task<Browser> Start(string? camera = null)
    {
        if (!File.Exists(Program))
            throw new PeerMissingException("chromium", "chromium");
        // Where it is looked for beside the program otherwise: 140 MB, which would be in the output of each that references it.
        Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH",
            typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == nameof(Playwright)).Value);
        string[] cameraFlags = camera is null ? [] : ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--allow-loopback-in-peer-connection"];
        string[] fileFlags = camera is null or "" ? [] : [$"--use-file-for-fake-video-capture={camera}"];
        var driver = await Playwright.CreateAsync();
        try
        {
            var browser = await driver.Chromium.LaunchAsync(new()
            {
                ExecutablePath = Program,
                ChromiumSandbox = false,
                Args = ["--disable-gpu", "--disable-quic", .. cameraFlags, .. fileFlags],
                // The trials that users' browsers take part in: without them WebRTC may take 13 s to a megabit a second, with them 1.3 s.
                IgnoreDefaultArgs = ["--disable-field-trial-config"],
            });
            return new(driver, browser, await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1280, Height = 800 } }));
        }
        catch
        {
            driver.Dispose();
            throw;
        }
    }

    public Task Open(Uri address) => Page.GotoAsync(address.AbsoluteUri);

    /// <summary>What an expression of the page gives, promises awaited.</summary>
    public Task<T> Evaluate<T>(string expression) => Page.EvaluateAsync<T>(expression);

    /// <summary>A picture of the page for people to look at, below artifacts/.</summary>
    public Task Screenshot(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "artifacts", "screenshots", name + ".png") });

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }
}
